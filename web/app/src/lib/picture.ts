/**
 * A chart as a picture. What is drawn is copied shape by shape with its computed style: the page's
 * own faces and colors are there, which an image of the SVG alone could not load.
 */
const SCALE = 2;
const MARGIN = 16;

/** The path of one shape, in its own coordinates. */
function outline(node: SVGElement): Path2D | null {
  const path = new Path2D();
  if (node instanceof SVGPathElement) return new Path2D(node.getAttribute('d') ?? '');
  if (node instanceof SVGLineElement) {
    path.moveTo(node.x1.baseVal.value, node.y1.baseVal.value);
    path.lineTo(node.x2.baseVal.value, node.y2.baseVal.value);
  } else if (node instanceof SVGRectElement) {
    const [x, y] = [node.x.baseVal.value, node.y.baseVal.value];
    const radius = node.rx.baseVal.value;
    path.roundRect(x, y, node.width.baseVal.value, node.height.baseVal.value, radius);
  } else if (node instanceof SVGCircleElement) {
    const { cx, cy, r } = node;
    path.arc(cx.baseVal.value, cy.baseVal.value, r.baseVal.value, 0, 2 * Math.PI);
  } else return null;
  return path;
}

const seen = (style: CSSStyleDeclaration) =>
  style.visibility !== 'hidden' && style.display !== 'none' && style.opacity !== '0';

function shape(brush: CanvasRenderingContext2D, node: SVGElement, base: DOMMatrix) {
  const path = outline(node);
  const matrix = (node as SVGGraphicsElement).getScreenCTM?.();
  const style = getComputedStyle(node);
  if (!path || !matrix || !seen(style)) return;
  brush.setTransform(base.multiply(matrix));
  brush.globalAlpha = Number(style.opacity) || 1;
  if (style.fill !== 'none' && !(node instanceof SVGLineElement)) {
    brush.globalAlpha *= Number(style.fillOpacity);
    brush.fillStyle = style.fill;
    brush.fill(path);
  }
  if (style.stroke !== 'none') {
    brush.globalAlpha = (Number(style.opacity) || 1) * Number(style.strokeOpacity);
    brush.strokeStyle = style.stroke;
    brush.lineWidth = parseFloat(style.strokeWidth);
    brush.setLineDash(style.strokeDasharray.split(/[ ,]+/).map(parseFloat).filter(Number.isFinite));
    brush.stroke(path);
  }
}

/** Word by word, so that lines break where they do on the page. */
function words(brush: CanvasRenderingContext2D, node: Text, base: DOMMatrix) {
  const parent = node.parentElement;
  if (!parent || parent.closest('.hidden, title, desc')) return;
  const style = getComputedStyle(parent);
  if (!seen(style)) return;
  brush.setTransform(base);
  brush.globalAlpha = 1;
  brush.fillStyle = node.parentNode instanceof SVGElement ? style.fill : style.color;
  brush.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  brush.textBaseline = 'middle';
  for (const found of node.data.matchAll(/\S+/g)) {
    const range = document.createRange();
    range.setStart(node, found.index);
    range.setEnd(node, found.index + found[0].length);
    const at = range.getBoundingClientRect();
    if (at.width) brush.fillText(found[0], at.left, at.top + at.height / 2);
  }
}

function title(brush: CanvasRenderingContext2D, text: string, style: CSSStyleDeclaration) {
  brush.setTransform(SCALE, 0, 0, SCALE, 0, 0);
  brush.fillStyle = style.color;
  brush.font = `650 16px ${style.fontFamily}`;
  brush.textBaseline = 'top';
  brush.fillText(text, MARGIN, MARGIN);
}

/** What stands inside the node, on the page's paper, at twice the size. */
export function picture(node: HTMLElement, name: string): Promise<Blob> {
  const box = node.getBoundingClientRect();
  const head = MARGIN * 2 + 16;
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil((box.width + 2 * MARGIN) * SCALE);
  canvas.height = Math.ceil((box.height + head + MARGIN) * SCALE);
  const brush = canvas.getContext('2d');
  if (!brush) return Promise.reject(new Error('no canvas'));
  const style = getComputedStyle(node);
  brush.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  brush.fillRect(0, 0, canvas.width, canvas.height);
  title(brush, name, style);
  const base = new DOMMatrix().scale(SCALE).translate(MARGIN - box.left, head - box.top);
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let at = walk.nextNode(); at; at = walk.nextNode()) {
    if (at instanceof SVGElement) shape(brush, at, base);
    else if (at instanceof Text) words(brush, at, base);
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  );
}
