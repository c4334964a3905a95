// API docs: [data-schema] becomes Swagger UI, in the theme of the page, with the session's CSRF token.
const place = document.getElementById("api-docs");
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

function follow() {
  const theme = root.dataset.theme;
  root.classList.toggle("dark-mode", theme === "dark" || (theme !== "light" && system.matches));
}

system.addEventListener("change", follow);
new MutationObserver(follow).observe(root, { attributeFilter: ["data-theme"] });
follow();

// Our page has its <main>, and a link inside a button would be two controls in one place.
function fit({ React }) {
  const create = React.createElement;
  React.createElement = (type, ...rest) => create(type === "main" ? "div" : type, ...rest);
  return { components: { DeepLink: ({ text }) => create("span", null, text) } };
}

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  presets: [window.SwaggerUIBundle.presets.apis],
  plugins: [fit],
  layout: "BaseLayout",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: "none", // a hundred and more operations: one opens the part one came for
  persistAuthorization: false,
  tryItOutEnabled: false,
  validatorUrl: null,
  onComplete: () => place.querySelector(".info .title")?.setAttribute("aria-level", "2"),
  requestInterceptor(request) {
    const home = new URL(request.url, location.href).origin === location.origin;
    if (home && request.method && request.method !== "GET") {
      request.headers["X-CSRFToken"] = place.dataset.csrf;
    }
    return request;
  },
});
