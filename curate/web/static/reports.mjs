// Reports: files dropped or chosen, and the progress of the programs.

import { make, post, refresh, say, sayRefusal, upload } from "./page.mjs";

const list = document.getElementById("uploads");

async function take(files) {
  let added = 0;
  for (const file of files) {
    const line = make("li", {}, `${file.name} …`);
    list.append(line);
    try {
      const said = await upload(`/reports?name=${encodeURIComponent(file.name)}`, file);
      added += 1;
      line.textContent = `${file.name}: ${said.new ? "added" : "known before"}${said.state && said.state !== "ok" ? `, ${said.state.replace("_", " ")}` : ""}`;
    } catch (error) {
      line.className = "bad";
      line.textContent = `${file.name}: ${error.message}${error.hint ? ` (${error.hint})` : ""}`;
    }
  }
  if (added) await refresh("#listed", "#read");
  document.body.dataset.taken = String(Number(document.body.dataset.taken ?? 0) + files.length);
}

document.getElementById("files").addEventListener("change", (event) => take(event.target.files));
document.addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("dropping"); });
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  take(event.dataTransfer.files);
});

const work = document.getElementById("work");
document.addEventListener("click", async (event) => {
  if (!event.target.matches("#read")) return;
  try { await post("/reports/read"); } catch (error) { sayRefusal(error); }
});
document.getElementById("stop").addEventListener("click", async () => {
  try { await post("/reports/stop"); say("stops after the report that is being read"); } catch (error) { sayRefusal(error); }
});

let ran = !work.hidden;
const events = new EventSource("/events");
events.addEventListener("message", (event) => {
  const state = JSON.parse(event.data);
  work.hidden = !state.running;
  const read = document.getElementById("read");
  if (read && state.running) read.disabled = true;
  const bar = document.getElementById("work-bar");
  bar.max = state.of || 1;
  bar.value = state.done;
  document.getElementById("work-words").textContent = `${state.done} of ${state.of} · ${state.words}`;
  if (ran && !state.running) {
    if (state.failed) say(state.failed, "bad");
    else location.reload();
  }
  ran = state.running;
});
