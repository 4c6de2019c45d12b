// For every page of a test's browser: what can be reached by keyboard, and whether it shows where it is.
(() => {
  const CAN = "a[href], button, input, select, textarea, summary, [tabindex]";
  const shown = (each) =>
    each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && each.getBoundingClientRect().width > 0;
  const name = (each) =>
    `${each.localName} ${each.id} ${(each.getAttribute("aria-label") ?? each.textContent).trim().slice(0, 40)}`;

  // All that a keyboard must come to, in the order of the page.
  window.reachable = () =>
    [...document.querySelectorAll(CAN)]
      .filter((each) => shown(each) && !each.disabled && each.tabIndex >= 0 && each.type !== "hidden")
      .map(name);

  // The next Tab comes to the first of it.
  window.toTheTop = () => {
    document.body.tabIndex = -1;
    document.body.focus({ preventScroll: true });
    document.body.removeAttribute("tabindex");
  };

  // Where the focus is, and whether that can be seen; null where it is nowhere on the page.
  window.focused = () => {
    const each = document.activeElement;
    if (!each || each === document.body || each === document.documentElement) return null;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each);
    const seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/, 0\)$/.test(outlineColor);
    const { top, bottom } = each.getBoundingClientRect();
    return { name: name(each), seen, onScreen: bottom > 0 && top < window.innerHeight };
  };

  // What moves at this moment.
  window.moving = () =>
    document.getAnimations()
      .filter((each) => each.playState === "running" && each.effect?.getComputedTiming().duration > 1)
      .map((each) => `${each.animationName ?? each.transitionProperty} of ${name(each.effect.target)}`);
})();
