import { post, refresh, say, sayRefusal } from "./page.mjs";

function show(name, link) {
  document.getElementById("invited").textContent = name;
  const field = document.getElementById("link");
  field.value = new URL(link, location.href).href;
  document.getElementById("invitation").hidden = false;
  field.focus();
  field.select();
}

async function act(what, data, then) {
  try { then(await post(`/accounts/${what}`, data)); } catch (error) { sayRefusal(error); }
}

document.getElementById("copy").addEventListener("click", async () => {
  const field = document.getElementById("link");
  field.select();
  try { await navigator.clipboard.writeText(field.value); say("copied", "good"); } catch { say("copy it by hand: it is selected"); }
});

document.getElementById("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const data = Object.fromEntries(new FormData(event.target));
  act("add", data, ({ link }) => { event.target.reset(); show(data.name, link); list(); });
});

const list = () => refresh("table.list tbody");

document.querySelector("table.list").addEventListener("click", (event) => {
  const name = event.target.closest("tr")?.dataset.name;
  if (event.target.matches(".invite")) act("invite", { name }, ({ link }) => show(name, link));
  if (event.target.matches(".remove")) {
    if (event.target.dataset.sure) act("remove", { name }, list);
    else { event.target.dataset.sure = "1"; event.target.textContent = `Remove ${name}: sure?`; }
  }
});

document.querySelector("table.list").addEventListener("change", (event) => {
  const name = event.target.closest("tr").dataset.name;
  if (event.target.matches(".role")) act("role", { name, role: event.target.value }, ({ role }) => { say(`${name} is ${role} now`, "good"); list(); });
});
