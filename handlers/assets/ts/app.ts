// Loaded by every page. Each part looks for its own markup (handlers/assets/README.md) and does nothing without it.
import { connectClipboard } from './app/clipboard';
import { connectDialogs } from './app/dialogs';
import { connectDisplay } from './app/display';
import { connectDisclosures } from './app/disclosures';
import { takeFocus } from './app/focus';
import { connectForms } from './app/forms';
import { connectOffline } from './app/offline';
import { showPlace } from './app/place';
import { connectRenewal } from './app/renew';
import { connectTabs } from './app/tabs';

document.documentElement.classList.add('scripted');
connectDisclosures();
connectDialogs();
connectDisplay();
connectTabs();
connectForms();
connectClipboard();
connectOffline();
connectRenewal();
showPlace();
takeFocus();
