/** A thing to be on the screen: text, an element, or nothing. */
export type Child = Spec | string | number | null | undefined | false

/** What an element is to be; `paint` makes the page so. Text is only ever set as text, never as HTML. */
export type Spec = { tag: string; props: Props; children: readonly Child[] }

type Handler = (event: never) => void

/**
 * Attributes, and handlers under their DOM names (`onclick`). `key` keeps an element the same one when its
 * place changes; `memo` skips an element whose parts are the same as last time. `value` and `checked` are what the
 * control holds, always; `initial` is what it begins with, so that what somebody is typing is not disturbed. `highRem`
 * is a height: the page's policy has no room for styles in attributes.
 */
export type Props = {
  key?: string
  memo?: readonly unknown[]
  [name: string]: string | number | boolean | null | undefined | Handler | readonly unknown[]
}

const SVG = 'http://www.w3.org/2000/svg'
const svgTags = new Set(['svg', 'path', 'polygon', 'circle', 'rect', 'text'])
const specs = new WeakMap<Node, Spec>()

/** An element: `h('button.primary', { onclick }, 'Send')`. Classes follow the tag, each after a dot. */
export function h(name: string, props: Props = {}, ...children: readonly (Child | readonly Child[])[]): Spec {
  const [tag = 'div', ...classes] = name.split('.')
  const className = [...classes, props['class']].filter(Boolean).join(' ')
  const flat: readonly Child[] = children.flat()
  return { tag, props: className === '' ? props : { ...props, class: className }, children: flat }
}

/** Makes the children of an element what they are to be, and keeps every element that can stay, with its focus. */
export function paint(parent: Element, children: readonly Child[]): void {
  const wanted = children.filter(
    (child): child is Wanted => child !== null && child !== undefined && child !== false && child !== '',
  )
  if (isSameRow(parent.childNodes, wanted)) {
    let node = parent.firstChild
    for (const child of wanted) {
      if (node) bring(node, child)
      node = node?.nextSibling ?? null
    }
    return
  }
  const kept = match([...parent.childNodes], wanted)
  const stays = new Set(kept.filter((node) => node !== undefined))
  for (const node of [...parent.childNodes]) if (!stays.has(node)) node.remove()
  let at: ChildNode | null = parent.firstChild
  wanted.forEach((child, index) => {
    const node = kept[index] ?? make(child)
    bring(node, child)
    if (node === at) at = node.nextSibling
    else place(parent, node, at)
  })
}

/** Makes a node that stays what it is to be now. */
function bring(node: ChildNode, child: Wanted): void {
  if (typeof child === 'object' && node instanceof Element) update(node, child)
  else if (node.nodeValue !== String(child)) node.nodeValue = String(child)
}

/** Whether the nodes there are the wanted ones, one by one, as from one second to the next they nearly always are. */
function isSameRow(before: NodeListOf<ChildNode>, wanted: readonly Wanted[]): boolean {
  if (before.length !== wanted.length) return false
  let node = before[0] ?? null
  for (const child of wanted) {
    const spec = node && specs.get(node)
    const isIt =
      typeof child === 'object'
        ? spec?.tag === child.tag && spec.props.key === child.props.key
        : node?.nodeType === Node.TEXT_NODE
    if (!isIt) return false
    node = node?.nextSibling ?? null
  }
  return true
}

type Wanted = Exclude<Child, null | undefined | false>

/** Which node of before each wanted child goes on with: by key where it has one, else the next of its kind. */
function match(before: readonly ChildNode[], wanted: readonly Wanted[]): (ChildNode | undefined)[] {
  const keyed = new Map<string, ChildNode>()
  const loose = new Map<string, ChildNode[]>()
  for (const node of before) {
    const spec = specs.get(node)
    if (spec?.props.key !== undefined) keyed.set(`${spec.tag} ${spec.props.key}`, node)
    else {
      const kind = spec?.tag ?? '#text'
      loose.set(kind, [...(loose.get(kind) ?? []), node])
    }
  }
  return wanted.map((child) => {
    if (typeof child !== 'object') return loose.get('#text')?.shift()
    if (child.props.key === undefined) return loose.get(child.tag)?.shift()
    const name = `${child.tag} ${child.props.key}`
    const node = keyed.get(name)
    keyed.delete(name)
    return node
  })
}

/** Moving an element takes its focus away, unless the browser can move it in one piece. */
function place(parent: Element, node: ChildNode, before: ChildNode | null): void {
  if (node.parentNode === parent && 'moveBefore' in parent) parent.moveBefore(node, before)
  else parent.insertBefore(node, before)
}

function make(child: Wanted): ChildNode {
  if (typeof child !== 'object') return document.createTextNode(String(child))
  return svgTags.has(child.tag) ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag)
}

function update(element: Element, spec: Spec): void {
  const before = specs.get(element)
  const memo = spec.props.memo
  if (memo && before?.props.memo && isSame(memo, before.props.memo)) return
  specs.set(element, spec)
  for (const name of Object.keys(before?.props ?? {}))
    if (!(name in spec.props)) setProp(element, name, undefined, before?.props[name])
  // a select's value needs its options to be there
  paint(element, spec.children)
  for (const [name, value] of Object.entries(spec.props)) setProp(element, name, value, before?.props[name])
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, index) => Object.is(part, other[index]))
}

function setProp(element: Element, name: string, value: Props[string], before: Props[string]): void {
  if (name === 'key' || name === 'memo') return
  const target = element as unknown as Record<string, unknown>
  if (name.startsWith('on')) {
    if (value !== before) target[name] = value ?? null
  } else if (name === 'value' || name === 'checked') {
    const wanted = value ?? (name === 'value' ? '' : false)
    if (target[name] !== wanted) target[name] = wanted
  } else if (value === before) {
    return
  } else if (name === 'initial') {
    target['value'] = value ?? ''
  } else if (name === 'highRem') {
    if (element instanceof HTMLElement) element.style.height = `${Number(value)}rem`
  } else if (value === undefined || value === null || value === false) element.removeAttribute(name)
  else element.setAttribute(name, value === true ? '' : String(value))
}
