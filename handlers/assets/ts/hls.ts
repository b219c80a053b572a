// Loaded by the player where the browser cannot play a playlist by itself.
export { default } from 'hls.js/light';
