import { Refusal, post } from "./page.mjs";

const refused = document.getElementById("refused");

document.querySelector("form[data-to]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const { again, username, ...data } = Object.fromEntries(new FormData(form));
  refused.textContent = "";
  if (again !== undefined && again !== data.password) { refused.textContent = "the two are not the same"; return; }
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    await post(form.dataset.to, data);
    location.replace("/");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refused.textContent = [error.message, error.hint].filter(Boolean).join(": ");
    button.disabled = false;
    form.querySelector("input[type=password]").select();
  }
});
