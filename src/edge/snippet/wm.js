// What shops put on their pages: keeps a visitor's touches in the page's own storage, hands them to forms and carts, and
// tells the Worker of landings, pages, leads and purchases. scripts/snippet makes the served files from this one.
//
// Written in the JavaScript of 2009, for in-app browsers stay old, and so that it packs small. Whatever goes wrong stays in
// here: every way in from the page is caught. While consent is waited for nothing is read from storage or written; where it
// is refused, what was stored goes, and a lead or a purchase is told alone, without touches.
(function (document, location) {
  var script = document.currentScript || document.querySelector("script[data-site]");
  var before = window.waymark || {}; // what the page has put there to queue calls
  // The page's own queue has no parameters: what has, is this script, loaded twice.
  if (!script || before.length) return;

  var parameter = data("parameter") || "wm";
  var refused = navigator.globalPrivacyControl;
  var consent = refused ? 2 : data("consent") ? 3 : 0; // 0 nobody asked, 1 given, 2 refused, 3 waited for
  var touches = []; // as text, oldest first
  var events = []; // to be sent
  var asked = []; // callbacks that wait for the touches
  var landing; // the touch that this page was reached by, empty for none; unknown until somebody looks at the page
  var again; // reached from within, loaded again or gone back to
  var told; // the landing was sent, where it is to be sent at all
  var blocked; // nothing can be stored
  var filled; // what stands in forms

  function data(name) {
    return script.getAttribute("data-" + name);
  }

  /** The same function, giving nothing where it would throw. */
  function safely(act) {
    return function (first, second) {
      try {
        return act(first, second);
      } catch (ignored) {}
    };
  }

  /** What the first group of `pattern` finds in `text`, else nothing. */
  function find(pattern, text) {
    return (RegExp(pattern).exec(text) || "")[1];
  }

  function query(name) {
    return find("[?&]" + name + "=([^&]+)", location.search);
  }

  /** What is stored under a name, once `text` is put there; nothing where storage is blocked. */
  var store = safely(function (name, text) {
    if (text) localStorage[name] = text;
    else if (text == "") delete localStorage[name];
    return localStorage[name] || "";
  });

  function isClick(touch) {
    return /^[\w-]{39}(@|$)/.test(touch);
  }

  /** Touches as others read them: without the times at which click ids came. */
  function plain(some) {
    return (some + "").replace(/([\w-]{39})@\w+/g, "$1");
  }

  /** A word of a touch: plain small letters, at most so many. */
  function word(text, most) {
    return unescape(text).toLowerCase().replace(/[^a-z0-9._-]+/g, "-").slice(0, most);
  }

  /** Whether a touch is of the window. */
  function fresh(touch) {
    return Date.now() / 1000 - parseInt(find("@(\\w+)$", touch) || 0, 36) < (data("days") || 30) * 86400;
  }

  /** What this page was reached by: our click id, else tags, else an ad click id, else a page of another host. */
  function arrival() {
    var from = find("//([^/?#:]+)", document.referrer);
    var click = query(parameter);
    var source = query("utm_source");
    var ad = query("(\\w+clk?id|[gw]braid|li_fat_id|epik|ScCid|rdt_cid)");
    again = performance.navigation.type || from == location.hostname;
    if (isClick(click)) source = click;
    else if (again) return "";
    else if (source) source = word(source, 64) + "/" + word(query("utm_medium") || "none", 32);
    else if (ad) source = word(ad) + "/ad";
    else if (from) source = word(from, 64) + "/referrer";
    else return "";
    return source + "@" + Math.floor(Date.now() / 1000).toString(36);
  }

  function send(url, body) {
    if (navigator.sendBeacon && navigator.sendBeacon(url, body)) return;
    var request = new XMLHttpRequest();
    request.open("POST", url);
    request.send(body);
  }

  function flush() {
    if (events[0])
      send(
        script.src.replace(/[^\/]*$/, "v1/collect"),
        JSON.stringify({ key: data("site"), consent: [, "given", "refused", "refused"][consent], events: events })
      );
    events = [];
  }

  /** Hands the touches to forms; what the shop has put there itself stays where there is nothing of ours. */
  function fill() {
    var all = plain(touches);
    if (all || filled)
      [].forEach.call(document.querySelectorAll("input[name=wm],[data-wm]"), function (input) {
        input.value = all;
      });
    filled = all;
  }

  /** Does what consent allows; called again whenever something is new. */
  function settle() {
    var open = consent < 2;
    var all;
    var form;
    if (landing == null || consent > 2) return;
    if (!open) touches = [];
    else if (!touches[0]) touches = (store("wm") || "").split(",").filter(fresh);
    all = open && landing && plain(touches).indexOf(plain(landing)) < 0;
    // What holds them, such as the metadata of a payment, may take no more than 500 characters: the oldest go.
    if (all) for (touches.push(landing); touches[20] || plain(touches)[500]; ) touches.shift();
    blocked = store("wm", touches.join()) == null;
    events.forEach(function (event) {
      if (touches[0] && event.type != "page") event.touches = event.touches || plain(touches);
    });
    // Where nothing is stored, nobody can tell whether a page that was not reached anew was told before.
    if (all && !told && !(blocked && again)) events.unshift({ type: "landing", touch: plain(landing) });
    if (open) told = 1;
    fill();
    // Shopify's cart, once for each cart and change.
    all = touches[0] ? plain(touches) + find("(cart=[^;]+)", document.cookie) : "";
    if (data("cart") && all != (store("wm_cart") || "")) {
      form = new FormData();
      form.append("attributes[wm]", plain(touches));
      send("/cart/update.js", form);
      store("wm_cart", all);
    }
    while (asked[0]) asked.shift()(plain(touches));
    flush();
    all = parameter + "=" + plain(landing);
    if (open && !blocked && data("clean") != null && isClick(landing))
      history.replaceState(history.state, "", location.href.replace(all + "&", "").replace(RegExp("[?&]" + all), ""));
  }

  /** Gives a link that is about to be followed the last click: Stripe's always, the shop's own where nothing is stored. */
  function carry(event) {
    var link = event.target.closest("a");
    var stripe = link.host == "buy.stripe.com";
    var name = stripe ? "client_reference_id" : parameter;
    var id = touches.filter(isClick).pop().slice(0, 39);
    // A link within the page stays one.
    if ((stripe || (blocked && link.host == location.host && link.href.indexOf("#") < 0)) && link.search.indexOf(name) < 0)
      link.search += "&" + name + "=" + id;
  }

  function command(name, value) {
    if (name == "consent") consent = refused || !value ? 2 : 1;
    else if (name == "touches") asked.push(safely(value));
    else {
      value = JSON.parse(JSON.stringify(value || {}));
      value.type = name;
      events.push(value);
    }
    settle();
  }

  function start() {
    landing = arrival();
    settle();
  }

  function listen(name, act) {
    addEventListener(name, safely(act), true);
  }

  waymark = safely(command);
  (before.q || []).forEach(function (call) {
    waymark.apply(0, call);
  });
  listen("mousedown", carry);
  listen("click", carry);
  listen("submit", fill);
  listen("DOMContentLoaded", fill);
  listen("pagehide", function () {
    if (consent > 2) flush();
  });
  if (document.prerendering) listen("prerenderingchange", start);
  else safely(start)();
})(document, location);
