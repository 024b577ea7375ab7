/** Draws a view again only when one of its props is another: for rows, of which one changes. */
import { Component, type ComponentChild, type ComponentClass, h } from "preact";

export function memo<Props extends object>(
  view: (props: Props) => ComponentChild,
): ComponentClass<Props> {
  return class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const names = new Set([...Object.keys(this.props), ...Object.keys(next)]) as Set<keyof Props>;
      return [...names].some((name) => this.props[name] !== next[name]);
    }

    override render() {
      return h(view, this.props as Props & object);
    }
  };
}
