// What the parts of Set-up share: the keys that go from part to part.

import { isTyping } from "./page.mjs";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]") || !["[", "]"].includes(event.key)) return;
  const parts = [...document.querySelectorAll(".setup-head .tabs a")];
  const here = parts.findIndex((part) => part.hasAttribute("aria-current"));
  parts[here + (event.key === "]" ? 1 : -1)]?.click();
});
