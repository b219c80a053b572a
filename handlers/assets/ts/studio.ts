// Loaded by the studio's pages: files go to the store from here, and lists follow what becomes of them.
import { connectCaptions } from './studio/captions';
import { connectCertificate } from './studio/certificate';
import { CuesElement } from './studio/cueeditor';
import { connectInserts } from './studio/inserts';
import { connectLists } from './studio/live';
import { connectUnsaved } from './studio/unsaved';
import { UploadElement } from './studio/uploads';

customElements.define('pd-upload', UploadElement);
connectUnsaved();
customElements.define('pd-cues', CuesElement);
connectLists();
connectInserts();
connectCaptions();
connectCertificate();
