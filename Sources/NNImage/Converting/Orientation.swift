/// Where row 0 and column 0 of the stored image are seen when it is upright (EXIF 2.32, tag 0x0112).
enum Orientation: Int {
    case upright = 1
    case mirrored = 2
    case upsideDown = 3
    case flipped = 4
    case transposed = 5
    case turnedRight = 6
    case transversed = 7
    case turnedLeft = 8

    /// Whether rows become columns.
    var swapsSides: Bool { rawValue >= 5 }

    /// Whether the last stored row comes first, be it as a row or as a column.
    var reversesRows: Bool { [.upsideDown, .flipped, .turnedRight, .transversed].contains(self) }

    /// Whether the last stored column comes first, be it as a column or as a row.
    var reversesColumns: Bool { [.mirrored, .upsideDown, .transversed, .turnedLeft].contains(self) }
}

extension Image {
    /// The image upright, where its file says that it is stored as `orientation`.
    func turned(_ orientation: Orientation) -> Image {
        guard orientation != .upright else { return self }
        let channels = channels
        let (right, down) = (channels, size.width * channels)
        // Where in the stored samples the upright image begins, and the way to its next column and next row.
        let start =
            (orientation.reversesColumns ? (size.width - 1) * right : 0)
            + (orientation.reversesRows ? (size.height - 1) * down : 0)
        let across = orientation.reversesColumns ? -right : right
        let along = orientation.reversesRows ? -down : down
        let (column, row) = orientation.swapsSides ? (along, across) : (across, along)
        let upright = orientation.swapsSides ? size.transposed : size
        return pixels.withUnsafeBufferPointer { stored in
            Image(size: upright, format: format) { output, _ in
                var target = output
                for y in 0..<upright.height {
                    var source = start + y * row
                    for _ in 0..<upright.width {
                        for channel in 0..<channels { target[channel] = stored[source + channel] }
                        target += channels
                        source += column
                    }
                }
            }
        }
    }
}
