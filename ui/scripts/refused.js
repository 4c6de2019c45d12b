// A question that the server does not take never reaches the page's own functions: the session is over, or too much was
// asked. Gradio would only show that something failed.
const send = window.fetch;
window.fetch = async (...request) => {
  const response = await send(...request);
  if (!String(request[0]?.url ?? request[0]).includes("/queue/join")) return response;
  thread.querySelector(".refused")?.remove();
  if (!response.ok)
    response.clone().json().then(({ error }) => refuse(error.message, response.status === 401)).catch(() => {});
  return response;
};

function refuse(message, signedOut = false) {
  const band = document.createElement("p");
  band.className = "band error refused";
  band.setAttribute("role", "alert");
  band.textContent = signedOut ? "You are no longer signed in. " : message;
  if (signedOut) {
    const link = document.createElement("a");
    link.href = "/sign-in?next=/";
    link.textContent = "Sign in";
    band.append(link);
  }
  inPage("#first").hidden = true;
  thread.append(band);
  band.scrollIntoView({ block: "nearest" });
}
