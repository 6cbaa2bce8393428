import { post, sayRefusal } from "./page.mjs";

document.getElementById("who")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try { await post("/me", { name: document.getElementById("name").value }); location.assign("/"); } catch (error) { sayRefusal(error); }
});
