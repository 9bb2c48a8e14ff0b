// Only adds: every page works without it.
(() => {
  "use strict";
  const off = () => localStorage.getItem("keys") === "off";
  const box = document.getElementById("keys");
  if (box) {
    box.checked = off();
    box.addEventListener("change", () => localStorage.setItem("keys", box.checked ? "off" : "on"));
  }
  const move = (step) => {
    const links = [...document.querySelectorAll("table.rows tbody a[href]")];
    if (links.length === 0) return;
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at + step))].focus();
  };
  document.addEventListener("keydown", (pressed) => {
    const on = pressed.target;
    if (off() || pressed.ctrlKey || pressed.metaKey || pressed.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(on.tagName)) return;
    const copied = document.querySelector("[data-copy]");
    switch (pressed.key) {
      case "/": {
        const find = document.getElementById("q");
        pressed.preventDefault();
        if (find) find.focus(); else location.href = "/";
        break;
      }
      case "j": move(1); break;
      case "k": move(-1); break;
      case "?": location.href = "/help"; break;
      case "c": if (copied && navigator.clipboard) navigator.clipboard.writeText(copied.dataset.copy); break;
    }
  });
})();
