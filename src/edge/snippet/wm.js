// What shops put on their pages: keeps a visitor's touches in the page's own storage, hands them to forms and carts, and
// tells the Worker of landings, pages, leads and purchases. scripts/snippet makes the served files from this one.
//
// Written in the JavaScript of 2009, for in-app browsers stay old, and so that it packs small. Whatever goes wrong stays in
// here: every way in from the page is caught. While consent is waited for nothing is read from storage or written; where it
// is refused, what was stored goes, and a lead or a purchase is told alone, without touches.
(function () {
  var script = document.currentScript;
  var before = window.waymark || {}; // what the page has put there to queue calls
  if (!script) return;

  var data = script.dataset;
  var parameter = data.parameter || "wm";
  var consent = navigator.globalPrivacyControl ? "refused" : data.consent == null ? data.consent : "wait"; // or "given", or nobody asked
  var touches = []; // as text, oldest first
  var views = []; // the landing and pages, to be told
  var events = []; // leads and purchases, to be told
  var asked = []; // callbacks that wait for the touches
  var landing; // the touch that this page was reached by, empty for none; unknown until somebody looks at the page
  var again; // reached from within, loaded again or gone back to
  var told; // the landing was sent, where it is to be sent at all
  var blocked; // nothing can be stored
  var filled; // what stands in forms

  /** The same function, giving nothing where it would throw. */
  function safely(act) {
    return function (first, second) {
      try {
        return act(first, second);
      } catch (ignored) {}
    };
  }

  /** A parameter of the page's address as it stands there; of `(a|b)`, which of them it has. */
  function query(name) {
    return (location.search.match("[?&]" + name + "=([^&]+)") || "")[1];
  }

  /** What is stored under a name, once `value` is put there; nothing where storage is blocked. */
  var store = safely(function (name, value) {
    if (value == "") delete localStorage[name];
    else if (value) localStorage[name] = value;
    return localStorage[name] || "";
  });

  /** Whether a touch with its time, as it is stored, is a click of ours. */
  function isClick(touch) {
    return /^[\w-]{39}@/.test(touch);
  }

  /** Touches as others read them: without the times at which click ids came. */
  function plain(some) {
    return (some + "").replace(/([\w-]{39})@\w+/g, "$1");
  }

  /** A word of a touch: plain small letters, at most so many. */
  function word(text, most) {
    return unescape(text).toLowerCase().replace(/[^\w.-]+/g, "-").slice(0, most);
  }

  /** A time as touches write it: so many seconds ago. */
  function stamp(ago) {
    return ((Date.now() / 1000 - ago) >>> 0).toString(36);
  }

  function send(url, body) {
    if (navigator.sendBeacon && navigator.sendBeacon(url, body)) return;
    var request = new XMLHttpRequest();
    request.open("POST", url);
    request.send(body);
  }

  /**
   * Tells what waits. The Worker takes 50 events and 16 KiB at once: leads and purchases go one by one, and pages have
   * nothing to say.
   */
  function flush(said) {
    var some;
    while ((some = views.splice(0, 50))[0] || (some = events.splice(0, 1))[0])
      send(script.src.replace(/[^\/]*$/, "v1/collect"), JSON.stringify({ key: data.site, consent: said, events: some }));
  }

  /** Hands the touches to forms; what the shop has put there itself stays where there is nothing of ours. */
  function fill() {
    var all = plain(touches);
    if (all || filled)
      [].map.call(document.querySelectorAll("[name=wm],[data-wm]"), function (input) {
        input.value = all;
      });
    filled = all;
  }

  /** Does what consent allows; called again whenever something is new. */
  function settle() {
    var open = consent != "refused";
    var all;
    if (landing == null || consent == "wait") return;
    // Another tab may have put some there; where storage is blocked they are those that this page remembers.
    all = open ? store("wm") : "";
    if (all != null)
      touches = all.split(",").filter(function (touch) {
        // Of the window: stamps compare as texts.
        return touch.split("@")[1] > stamp((data.days || 30) * 86400);
      });
    all = open && landing && plain(touches).indexOf(plain(landing)) < 0;
    if (all) {
      // The same channel again is the last touch at a later time.
      if (landing.indexOf((touches.slice(-1) + "").replace(/\w+$/, "")) == 0) touches.pop();
      // What holds them, such as the metadata of a payment, may take no more than 500 characters: the oldest go, but a
      // click only where nothing else is left.
      for (touches.push(landing); touches[20] || plain(touches)[500]; )
        touches.splice(Math.max(0, touches.map(isClick).indexOf(false)), 1);
    }
    blocked = store("wm", touches) == null;
    events.map(function (event) {
      event.touches = event.touches || plain(touches) || undefined;
    });
    // Where nothing is stored, nobody can tell whether a page that was not reached anew was told before.
    if (all && !told && !(blocked && again)) views.unshift({ type: "landing", touch: plain(landing) });
    told = told || open;
    fill();
    // Shopify's cart, once for each cart and change.
    all = plain(touches) && plain(touches) + document.cookie.match(/cart=[^;]+/);
    if (data.cart && all != (store("wmc") || "")) {
      store("wmc", all);
      all = new FormData();
      all.append("attributes[wm]", plain(touches));
      send("/cart/update.js", all);
    }
    while (asked[0]) asked.shift()(plain(touches));
    flush(consent);
    all = parameter + "=" + plain(landing);
    if (open && !blocked && data.clean != null && isClick(landing))
      history.replaceState(history.state, "", location.href.replace(all + "&", "").replace(RegExp("[?&]" + all), ""));
  }

  /** Gives a link that is about to be followed the last click: Stripe's always, the shop's own where nothing is stored. */
  function carry(event) {
    var link = event.target.closest("a");
    var stripe = link.host == "buy.stripe.com";
    var name = stripe ? "client_reference_id" : parameter;
    var id = touches.filter(isClick).pop().slice(0, 39);
    // A link within the page stays one.
    if ((stripe || (blocked && link.hostname == location.hostname && !/#/.test(link))) && link.search.indexOf(name) < 0)
      link.search += "&" + name + "=" + id;
  }

  /** Begins with what this page was reached by: our click id, else tags, else an ad click id, else a page of another host. */
  function start() {
    var from = document.referrer.split(/[/:]+/)[1];
    var click = query(parameter);
    var source = query("utm_source");
    var ad = query("(\\w+clk?id|[gw]braid|li_fat_id|epik|ScCid|rdt_cid)");
    again = (performance.navigation || 0).type || from == location.hostname;
    // A host whose last two labels are the shop's own is the shop: three labels where two are as short as `co.uk`.
    var strange = !RegExp("\\b" + location.hostname.replace(/.+\.(?=.{4,}\.)/, "") + "$").test(from);
    var channel = source || ad || (strange && from);
    landing = isClick(click + "@")
      ? click
      : again || !channel
        ? ""
        : word(channel, 64) + "/" + word(source ? query("utm_medium") || "none" : ad ? "ad" : "referrer", 32);
    if (landing) landing += "@" + stamp(0);
    settle();
  }

  function listen(name, act) {
    addEventListener(name, safely(act), true);
  }

  waymark = safely(function (name, value) {
    if (name == "consent") consent = navigator.globalPrivacyControl || !value ? "refused" : "given";
    else if (name == "touches") asked.push(safely(value));
    else {
      value = name == "page" ? {} : JSON.parse(JSON.stringify(value || {}));
      value.type = name;
      (name == "page" ? views : events).push(value);
    }
    settle();
  });
  (before.q || []).map(function (call) {
    waymark.apply(0, call);
  });
  listen("mousedown", carry);
  listen("click", carry);
  listen("submit", fill);
  listen("DOMContentLoaded", fill);
  listen("pagehide", function () {
    if (consent != "wait") return;
    // Only for what is told now: the page may be gone back to, and waits on then.
    flush("refused");
  });
  if (document.prerendering) listen("prerenderingchange", start);
  else safely(start)();
})();
