// Gradio runs a component's script when that component is on the page; ours needs its neighbours as well.
function whenAllIsThere(run) {
  const all = ["nav.past", "aside.source", "#first", "#foot", "#question textarea"];
  if (all.every((each) => document.querySelector(each))) run();
  else setTimeout(() => whenAllIsThere(run), 20); // no animation frame: a tab in the background has none
}
