// Desks in other tabs or windows of this browser over the same answer file.

/**
 * Calls `told` when a desk is opened that finds another living one. Two views of one desk
 * (`desk` is the same) share what is entered and need no word.
 */
export function meetOthers({ place, desk, signal, told }) {
  if (typeof BroadcastChannel === "undefined") return; // a conflict is still seen on saving
  const channel = new BroadcastChannel(`coder-desk:${place}`);
  let met = false;
  channel.onmessage = ({ data }) => {
    if (data.desk === desk) return;
    if (data.type === "opened") channel.postMessage({ type: "living", desk });
    else if (!met) {
      met = true;
      told("This chart is open in another tab or window too. Code it in one of them: what is saved first is kept, the other is asked.");
    }
  };
  channel.postMessage({ type: "opened", desk });
  signal.addEventListener("abort", () => channel.close());
}
