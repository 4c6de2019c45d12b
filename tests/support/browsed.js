// For every page of a test's browser: what a reader is shown of an exchange, also on the way to its answer.
(() => {
  const onTheWay = new Set();

  // A sentence without its markers.
  function words(sentence) {
    const plain = sentence.cloneNode(true);
    plain.querySelectorAll("button").forEach((each) => each.remove());
    return plain.textContent.trim();
  }

  const note = () => document.querySelectorAll(".thread .statement").forEach((each) => onTheWay.add(words(each)));
  new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });

  // Every element under this one, also those that wait in templates.
  const within = (root) =>
    [...root.querySelectorAll("*")].flatMap((each) => [each, ...(each.content ? within(each.content) : [])]);

  // The source that a marker opens, as the side panel then shows it.
  function opened(button) {
    const panel = document.querySelector("aside.source");
    panel.querySelector(".source-body").replaceChildren();
    button.click();
    const mark = panel.querySelector("mark");
    let start = 0;
    for (let before = mark.previousSibling; before; before = before.previousSibling) start += before.textContent.length;
    return {
      marker: button.textContent,
      number: Number(button.dataset.source),
      name: button.getAttribute("aria-label"),
      title: panel.querySelector("h2").textContent,
      label: panel.querySelector(".place").textContent,
      clause: panel.querySelector("blockquote").textContent,
      quote: mark.textContent,
      start,
    };
  }

  // What no part of our page is made of.
  const strangers = "form, img, picture, iframe, object, embed, base, video, audio, a";
  const elsewhere = () =>
    [...document.querySelectorAll(strangers)].filter((each) => !each.closest("article.exchange, aside.source, nav.past > ul a[data-conversation], nav.past a[download]"));

  window.readExchange = (exchange) => {
    const reply = exchange.querySelector(".reply");
    const markers = [...reply.querySelectorAll("button.cite")];
    const opens = markers.map(opened);
    const echoless = reply.cloneNode(true);
    echoless.querySelectorAll(".read-as").forEach((each) => each.remove());
    echoless.querySelector("template.copied")?.content.querySelector("strong").remove(); // the question
    const all = within(exchange).concat(within(document.querySelector("aside.source")));
    const numbers = (of) => [...of.querySelectorAll("button.cite")].map((each) => Number(each.dataset.source));
    const texts = (what) => [...reply.querySelectorAll(what)].map((each) => each.textContent);
    return {
      statements: [...reply.querySelectorAll(".statement")].map((each) => ({
        text: words(each), support: each.classList[1], citations: numbers(each),
      })),
      opens,
      templates: [...reply.querySelectorAll("template[data-source]")].map((each) => Number(each.dataset.source)),
      text: reply.textContent,
      on_the_way: [...onTheWay],
      notes: texts(".fine:not(.read-as, .said, .suggestions .fine)"),
      bands: texts(".band"),
      tags: [...new Set(all.map((each) => each.localName))],
      attributes: [...new Set(all.flatMap((each) => each.getAttributeNames()))],
      links: all.filter((each) => each.hasAttribute("href")).map((each) => each.getAttribute("href")),
      html: exchange.outerHTML,
      echoless: echoless.outerHTML,
      elsewhere: elsewhere().map((each) => each.outerHTML),
      title: document.title,
      address: location.href,
    };
  };
})();
