// Every element of the page is built here. Data becomes text nodes and checked attributes, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** h("a", { class: "x", href: "…" }, "text", node, null): attributes that are null or false are left out, and so are such children. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** An icon of one path. */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** The address when it is http or https, else null: no other scheme becomes a link or an image. */
export function webUrl(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && (url.protocol === "https:" || url.protocol === "http:") ? url.href : null;
}

/** A link to elsewhere, or its mere content when the address is none of the web. */
export function link(address, className, ...content) {
  const url = webUrl(address);
  return url
    ? h("a", { class: className, href: url, target: "_blank", rel: "noopener noreferrer nofollow", title: url }, ...content)
    : h("span", { class: className }, ...content);
}

/** An image that leaves its alternative text when it cannot be had. */
export function picture(media, className) {
  const url = webUrl(media.url);
  const alt = media.description ?? "";
  const missing = () => h("span", { class: `${className} missing`, role: "img", "aria-label": alt || "Image without description" }, alt || "Image");
  if (!url) {
    return missing();
  }
  const image = h("img", { class: className, src: url, alt, loading: "lazy", decoding: "async", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.replaceWith(missing()));
  return image;
}
