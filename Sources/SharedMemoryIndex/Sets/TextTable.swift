/// Lays out a table as the original does: columns as wide as their widest cell, two blanks behind each (`Spec/asmt.md` §5).
enum TextTable {
    /// The lines: the heads, dashes, the rows.
    static func lines(heads: [String], rows: [[String]]) -> [String] {
        let widths = heads.indices.map { column in
            ([heads] + rows).map { $0[column].count }.max() ?? 0
        }
        let dashes = widths.map { String(repeating: "-", count: $0) }
        return ([heads, dashes] + rows).map { cells in
            zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count + 2) }.joined()
        }
    }
}
