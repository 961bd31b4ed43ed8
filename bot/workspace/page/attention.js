/** Which window the person is using, and what they see in it. */
let used = null;

/** Notes from now on when this window is used, by keyboard or pointer. */
export function watchUse(pane) {
  const note = () => (used = pane);
  for (const kind of ["focusin", "pointerdown"]) pane.node.addEventListener(kind, note, true);
}

function isUsed(pane) {
  if (document.visibilityState !== "visible" || !document.hasFocus()) return false;
  return used?.node.isConnected ? used === pane : document.querySelectorAll(".pane").length === 1;
}

/** Whether the open thread lies over its channel, as it does in a narrow window. */
export const isCovered = ({ thread, view }) => Boolean(thread) && getComputedStyle(view.node).visibility === "hidden";

/** Whether the person is looking at the channel or thread that a notification is about. */
export function looksAt(pane, { channel, ts, thread_ts: thread, why }) {
  if (!isUsed(pane)) return false;
  const isReply = thread && thread !== ts;
  if (isReply && pane.thread?.id === channel && pane.thread.ts === thread) return true;
  return (!isReply || why === "broadcast") && pane.view?.id === channel && !isCovered(pane);
}
