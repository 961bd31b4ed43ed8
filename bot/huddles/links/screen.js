"use strict";
(function () {
  // Looks every second at the same address, and shows what changed; a hidden page looks less often.
  var EVERY = 1000, HIDDEN = 15000, WITHIN = 5000, SLOWEST = 4000;
  var body = document.body, etag = body.dataset.etag, ahead = 0, misses = 0, timer = 0;
  var current = "";
  var trouble = document.getElementById("trouble"), said = document.getElementById("said");

  function clock(seconds) {
    var whole = Math.ceil(seconds), rest = whole % 60;
    return Math.floor(whole / 60) + ":" + (rest < 10 ? "0" : "") + rest;
  }

  function tick() {
    document.querySelectorAll("[data-until]").forEach(function (shown) {
      var left = (Number(shown.dataset.until) - Date.now() - ahead) / 1000;
      var text = left > 0 ? shown.dataset.left.replace("{time}", clock(left)) : shown.dataset.over;
      if (shown.textContent !== text) { shown.textContent = text; }
    });
  }

  // Nobody scrolls a wall: what is talked about is brought into view when it is another one.
  function follow() {
    var now = document.querySelector(".now"), item = now ? now.dataset.item : "";
    if (now && item !== current) { now.scrollIntoView({ block: "center" }); }
    current = item;
  }

  function put(html) {
    var next = new DOMParser().parseFromString(html, "text/html");
    if (next.body.dataset.build !== body.dataset.build) { location.reload(); return; }
    etag = next.body.dataset.etag;
    document.title = next.title;
    document.querySelector("main").replaceWith(document.adoptNode(next.querySelector("main")));
    var says = next.getElementById("said").textContent;
    if (said.textContent !== says) { said.textContent = says; }
    tick();
    follow();
  }

  function complain(sentence) {
    if (trouble.textContent !== sentence) { trouble.textContent = sentence; }
    trouble.hidden = !sentence;
  }

  function again() {
    clearTimeout(timer);
    var wait = document.hidden ? HIDDEN : Math.min(EVERY * (1 + misses), SLOWEST);
    timer = setTimeout(look, wait);
  }

  function look() {
    var control = new AbortController();
    var late = setTimeout(function () { control.abort(); }, WITHIN);
    var headers = etag ? { "If-None-Match": etag } : {};
    fetch(location.pathname, { headers: headers, cache: "no-store", credentials: "omit", signal: control.signal })
      .then(function (answer) {
        var at = Number(answer.headers.get("X-Podline-Now"));
        if (at) { ahead = at - Date.now(); }
        if (answer.status === 404) { misses = 3; complain(body.dataset.gone); return ""; }
        if (answer.status !== 200 && answer.status !== 304) { throw new Error(String(answer.status)); }
        misses = 0;
        complain("");
        return answer.status === 200 ? answer.text() : "";
      })
      .then(function (html) { if (html) { put(html); } })
      .catch(function () { misses += 1; if (misses > 1) { complain(body.dataset.trouble); } })
      .then(function () { clearTimeout(late); again(); });
  }

  document.addEventListener("visibilitychange", function () { if (!document.hidden) { look(); } });
  ahead = Number(body.dataset.now) - Date.now();
  setInterval(tick, 250);
  tick();
  follow();
  again();
})();
