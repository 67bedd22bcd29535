/// A bar of blocks, as long as a fraction is large: `█████▌` for 0.55 of ten columns. Steps are an eighth of a column.
///
/// - Parameters:
///   - fraction: held within 0 and 1; NaN is 0.
///   - columns: the length for 1.
package func blockBar(_ fraction: Double, columns: Int) -> String {
    let part = fraction > 0 ? min(fraction, 1) : 0
    let eighths = Int((part * Double(8 * columns)).rounded())
    return String(repeating: "█", count: eighths / 8) + partialBlocks[eighths % 8]
}

/// The left eighths of a column (Unicode's block elements, from U+2588 down).
private let partialBlocks = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
