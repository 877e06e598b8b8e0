"""Prints tables as Markdown, with columns that line up."""


def show(title, heads, rows):
    texts = [heads] + [[cell if isinstance(cell, str) else f"{cell:.2f}" for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in texts) for column in range(len(heads))]
    print(f"\n{title}\n")
    for number, row in enumerate(texts):
        cells = [cell.ljust(width) if column == 0 else cell.rjust(width)
                 for column, (cell, width) in enumerate(zip(row, widths))]
        print("| " + " | ".join(cells) + " |", flush=True)
        if number == 0:
            rest = "|".join("-" * (width + 1) + ":" for width in widths[1:])
            print("|" + "-" * (widths[0] + 2) + "|" + rest + "|")
