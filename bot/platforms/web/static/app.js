// The forms inside Telegram. The few messages that its apps understand are written here: nothing comes from outside.
"use strict";

const TELEGRAM = "https://web.telegram.org";

// Telegram's apps take messages in one of three ways: phones and the desktop, an older desktop, a browser.
function toTelegram(kind, data = {}) {
  if (window.TelegramWebviewProxy) {
    window.TelegramWebviewProxy.postEvent(kind, JSON.stringify(data));
  } else if (window.external && "notify" in window.external) {
    window.external.notify(JSON.stringify({ eventType: kind, eventData: data }));
  } else if (window.parent !== window) {
    window.parent.postMessage(JSON.stringify({ eventType: kind, eventData: data }), TELEGRAM);
  }
}

// What Telegram says of the person stands in the address, behind #: it is taken from there and cleared at once.
function takenFromAddress() {
  const data = new URLSearchParams(window.location.hash.slice(1)).get("tgWebAppData") || "";
  window.history.replaceState(null, "", window.location.pathname);
  return data;
}

async function enter(data) {
  const answer = await fetch(main().dataset.enter, { method: "POST", body: new URLSearchParams({ data }) });
  if (!answer.ok) throw new Error("refused");
  passed["Bedside-App"] = (await answer.json()).token;
  await refresh();
  if (!main().dataset.asks) throw new Error("nothing to fill in");
}

async function open(data) {
  toTelegram("iframe_ready");
  toTelegram("web_app_ready");
  toTelegram("web_app_expand");
  try {
    await enter(data);
  } catch {
    if (!passed["Bedside-App"]) byId("told").textContent = main().dataset.failed;
  }
}

// When nothing is left to fill in the chat goes on.
document.addEventListener("taken", () => {
  toTelegram("web_app_setup_closing_behavior", { need_confirmation: false });
  if (!main().dataset.asks) toTelegram("web_app_close");
});
document.addEventListener("input", () => toTelegram("web_app_setup_closing_behavior", { need_confirmation: panelFilled() }));
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) toTelegram("web_app_close");
});

open(takenFromAddress());
