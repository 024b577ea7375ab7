/** One choice of a few, as native radio buttons: arrow keys and screen readers know what to do. */
interface Props {
  legend: string;
  name: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChoose(value: string): void;
}

export function Pills({ legend, name, value, options, onChoose }: Props) {
  return (
    <fieldset class="field">
      <legend>{legend}</legend>
      <div class="pills">
        {options.map((option) => (
          <label key={option.value} class="slot">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChoose(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
