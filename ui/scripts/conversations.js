// The list of conversations, and which of them is open: its id is in the page's address, so that it is there again
// after a reload.
const past = document.querySelector("nav.past");
const menuButton = document.querySelector("#past .menu-button");
let current = null;

const day = (text) => new Date(text).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });

function name(conversation) {
  current = conversation;
  const address = new URL(window.location.href);
  if (conversation) address.searchParams.set("conversation", conversation);
  else address.searchParams.delete("conversation");
  history.replaceState(history.state, "", address);
  mark();
}

const mark = () => past.querySelectorAll("a").forEach((each) => {
  if (each.dataset.conversation === current) each.setAttribute("aria-current", "page");
  else each.removeAttribute("aria-current");
});

async function answered({ conversation }) {
  if (conversation && conversation !== current) name(conversation);
  await list();
}

async function list() {
  const { conversations } = await call("GET", "/v1/conversations").catch(() => ({ conversations: [] }));
  past.querySelector("ul").replaceChildren(...conversations.map(line));
  past.querySelector(".none").hidden = conversations.length > 0;
  mark();
}

function line({ id, title, created_at, last_answer_at }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `/?conversation=${encodeURIComponent(id)}`;
  link.dataset.conversation = id;
  const words = document.createElement("span");
  words.textContent = title;
  const date = document.createElement("span");
  date.className = "fine";
  date.textContent = day(last_answer_at || created_at);
  link.append(words, date);
  const more = document.createElement("details");
  more.className = "menu";
  const summary = document.createElement("summary");
  summary.textContent = "⋯";
  summary.setAttribute("aria-label", `More on “${title}”`);
  const choices = document.createElement("ul");
  choices.append(
    choice("Rename", () => rename(item, id, title)),
    download("Markdown", id, "markdown"),
    download("JSON", id, "json"),
    choice("Delete", () => remove(item, id)),
  );
  more.append(summary, choices);
  item.append(link, more);
  return item;
}

function pressed(words, does) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.addEventListener("click", does);
  return button;
}

function choice(words, does) {
  const item = document.createElement("li");
  item.append(pressed(words, does));
  return item;
}

function download(words, id, format) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `/v1/conversations/${encodeURIComponent(id)}/export?format=${format}`;
  link.setAttribute("download", "");
  link.textContent = `Export as ${words}`;
  item.append(link);
  return item;
}

// In the place of the line: a box with its title, and what to do with it.
function rename(item, id, title) {
  const box = document.createElement("input");
  box.value = title;
  box.maxLength = 200;
  box.setAttribute("aria-label", "Title of the conversation");
  const save = async () => {
    if (box.value.trim()) await call("PATCH", `/v1/conversations/${id}`, { title: box.value.trim() }).catch(tell);
    await list();
    past.querySelector(`a[data-conversation="${CSS.escape(id)}"]`)?.focus();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") save();
    if (event.key === "Escape") list();
  });
  item.replaceChildren(box, pressed("Save", save));
  box.select();
}

function remove(item, id) {
  const sure = document.createElement("p");
  sure.textContent = "Delete it for good?";
  const yes = pressed("Delete", async () => {
    await call("DELETE", `/v1/conversations/${id}`).catch(tell);
    if (id === current) trigger("expand", {});
    await list();
    past.querySelector(".new").focus();
  });
  const no = pressed("Keep", list);
  item.replaceChildren(sure, yes, no);
  no.focus();
}

const tell = (error) => refuse(error.message);

function openPast(open) {
  past.classList.toggle("open", open);
  menuButton.setAttribute("aria-expanded", String(open));
  (open ? past.querySelector(".new") : menuButton).focus();
}

menuButton.addEventListener("click", () => openPast(true));
past.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-conversation]");
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    trigger("expand", { conversation: link.dataset.conversation });
  }
  const anew = event.target.closest(".new");
  if (anew) trigger("expand", {});
  if (past.classList.contains("open") && (link || anew || event.target.closest(".close"))) openPast(false);
});
past.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && past.classList.contains("open")) openPast(false);
});

list();
const asked = new URL(window.location.href).searchParams.get("conversation");
if (asked) trigger("expand", { conversation: asked });
