// Bedside's page: what is nicer with JavaScript. Everything works without it.
"use strict";

const policy = window.trustedTypes
  ? window.trustedTypes.createPolicy("bedside", { createHTML: (text) => text })
  : { createHTML: (text) => text };
document.documentElement.classList.add("scripted");

const RETRY = [1000, 2000, 4000, 8000, 15000];
const PATIENCE = 15000;
const passed = {}; // headers that go along with every request, where there is no cookie
let busy = false;
let stale = false;

const main = () => document.getElementById("conversation");
const byId = (name) => document.getElementById(name);
const pause = (time) => new Promise((done) => setTimeout(done, time));

// A pause that ends as soon as the browser says that it has a connection.
function untilConnected(time) {
  return new Promise((done) => {
    const timer = setTimeout(end, time);
    function end() {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      done();
    }
    window.addEventListener("online", end);
  });
}

function tell(text, button) {
  const place = byId("waiting");
  if (!place) return;
  place.textContent = text;
  if (button) place.append(button);
  place.hidden = !text;
}

// One form, sent until it is answered. Its key makes the server take it once, however often it arrives.
async function delivered(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        headers: passed,
        body,
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.status < 500) return answer;
    } catch {
      // no connection, or no answer in time
    }
    tell(main().dataset.waiting);
    await untilConnected(RETRY[Math.min(attempt, RETRY.length - 1)]);
  }
}

function replace(text) {
  const page = new DOMParser().parseFromString(policy.createHTML(text), "text/html");
  const fresh = page.getElementById("conversation");
  if (!fresh) {
    document.location.reload();
    return;
  }
  const typed = byId("text") ? byId("text").value : "";
  const before = byId("scroll").scrollTop;
  main().replaceWith(document.adoptNode(fresh));
  document.querySelector("header").replaceWith(document.adoptNode(page.querySelector("header")));
  document.documentElement.lang = page.documentElement.lang;
  if (typed) byId("text").value = typed;
  byId("scroll").scrollTop = before;
  stale = false;
  prepare();
  announce();
}

// What is new is told to screen readers: the log itself was replaced, which they need not notice.
function announce() {
  const found = [];
  for (let one = byId("now"); one; one = one.nextElementSibling) {
    found.push(...[...one.querySelectorAll(".line")].map((line) => line.textContent));
  }
  byId("said").textContent = found.join("\n");
}

function toNow(smooth) {
  const now = byId("now");
  if (!now) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const scroll = byId("scroll");
  const end = scroll.scrollHeight - scroll.clientHeight;
  scroll.scrollTo({ top: Math.min(now.offsetTop - scroll.offsetTop - 10, end), behavior: smooth && !calm ? "smooth" : "auto" });
}

async function send(event) {
  const form = event.target;
  if (!form.classList.contains("live") || !main()) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await delivered(form, event.submitter);
    const text = await answer.text();
    tell("");
    if (answer.ok) {
      const written = byId("text");
      if (form.id === "composer" && written) written.value = "";
      const place = event.submitter && event.submitter.value;
      replace(text);
      if (panelFilled()) understand();
      toNow(true);
      focusAfter(place);
      document.dispatchEvent(new Event("taken"));
    } else {
      await refused(answer.status);
    }
  } finally {
    busy = false;
    form.removeAttribute("aria-busy");
  }
}

// The page was too old, or somebody is signed out: what was typed stays, and the page is asked for anew.
async function refused(status) {
  if (status === 403) {
    await refresh();
    tell(main().dataset.changed);
  } else if (main().dataset.page) {
    tell(main().dataset.failed);
  } else {
    document.location.assign("/");
  }
}

// Whoever works by keyboard goes on where they were: at the same tick, else at the first answer.
function focusAfter(value) {
  const again = value && [...document.querySelectorAll("button")].find((one) => one.value === value);
  const coarse = window.matchMedia("(pointer: coarse)").matches;
  const next = again || (coarse ? null : byId("text"));
  if (next) next.focus({ preventScroll: true });
}

async function refresh() {
  const answer = await fetch(main().dataset.page || "/", { headers: passed, signal: AbortSignal.timeout(PATIENCE) });
  if (answer.ok) replace(await answer.text());
}

// ---- what others do: another device, Telegram, a reminder ----

let events = null;
function listen() {
  if (events || !window.EventSource || !main() || main().dataset.tag === "first") return;
  events = new EventSource("/events");
  events.addEventListener("tag", async (event) => {
    if (busy || event.data === main().dataset.tag) return;
    if (!byId("text").value && !panelFilled()) {
      await refresh();
      toNow(true);
    } else if (!stale) {
      stale = true;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = main().dataset.show;
      button.addEventListener("click", async () => {
        tell("");
        await refresh();
        toNow(true);
      });
      tell(main().dataset.changed, button);
    }
  });
}

const panelFilled = () => [...document.querySelectorAll(".panel input:not([type=hidden])")].some((one) => one.value);

// ---- the laboratory panel is read while one types ----

let reading = 0;
async function understand() {
  const form = byId("panel");
  const place = byId("understood");
  if (!form || !place) return;
  reading += 1;
  const mine = reading;
  await pause(350);
  if (mine !== reading) return;
  try {
    const answer = await fetch(form.dataset.read, { method: "POST", headers: passed, body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok || mine !== reading) return;
    const { items, lines } = await answer.json();
    for (const one of form.querySelectorAll("output")) one.textContent = items[one.htmlFor.value.slice(6)] || "";
    place.textContent = lines.join(" ");
    place.hidden = !lines.length;
  } catch {
    // nothing is lost: the values are read when they are sent
  }
}

// ---- the summary ----

async function copy(button) {
  const lines = [...button.closest(".summary").querySelectorAll(":scope > .line, :scope > .gap")];
  await navigator.clipboard.writeText(lines.map((one) => one.textContent).join("\n"));
  const label = button.textContent;
  button.textContent = main().dataset.copied;
  await pause(2000);
  button.textContent = label;
}

function prepare() {
  const written = byId("text");
  if (written) {
    written.addEventListener("keydown", (event) => {
      const coarse = window.matchMedia("(pointer: coarse)").matches;
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !coarse && !written.value.includes("\n")) {
        event.preventDefault();
        if (written.value.trim()) written.form.requestSubmit(written.form.querySelector("button"));
      }
    });
  }
  const panel = byId("panel");
  if (panel) panel.addEventListener("input", understand);
  listen();
}

document.addEventListener("submit", send);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
  const menu = document.querySelector("details.menu[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details.menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted && main()) refresh();
});

prepare();
if (main()) {
  toNow(false);
}

// ---- passkeys ----

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text64 = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function post(where, fields) {
  return fetch(where, { method: "POST", body: new URLSearchParams(fields) });
}

function readable(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const one of list || []) one.id = bytes(one.id);
  }
  return options;
}

function writable(key) {
  const { response } = key;
  const found = { id: key.id, rawId: text64(key.rawId), type: key.type, response: { clientDataJSON: text64(response.clientDataJSON) } };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) found.response[name] = text64(response[name]);
  }
  return JSON.stringify(found);
}

async function passkey(event) {
  event.preventDefault();
  const form = event.target;
  const told = byId("told");
  const token = form.elements.token.value;
  told.textContent = "";
  try {
    const publicKey = readable(await (await post(form.dataset.options, { token })).json());
    const key = await (form.dataset.makes ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
    const answer = await post(form.dataset.answer, { token, answer: writable(key) });
    if (!answer.ok) throw new Error("refused");
    document.location.assign(answer.url);
  } catch {
    told.textContent = document.querySelector("main").dataset.failed;
  }
}

if (byId("passkey")) byId("passkey").addEventListener("submit", passkey);
