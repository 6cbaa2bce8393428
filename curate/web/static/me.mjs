import { post, say, sayRefusal } from "./page.mjs";

document.getElementById("who")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try { await post("/me", { name: document.getElementById("name").value }); location.assign("/"); } catch (error) { sayRefusal(error); }
});

document.getElementById("sign-out")?.addEventListener("click", async () => {
  try { await post("/logout"); location.assign("/login"); } catch (error) { sayRefusal(error); }
});

document.getElementById("password")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const { old, new: wanted, again } = Object.fromEntries(new FormData(form));
  if (wanted !== again) { say("the two are not the same", "bad"); return; }
  try { await post("/me/password", { old, new: wanted }); form.reset(); say("changed", "good"); } catch (error) { sayRefusal(error); }
});
