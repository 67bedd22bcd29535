/// The part of an image that is resized, in pixels from the top left; edges may fall inside a pixel.
///
/// Float, as in Pillow, so that the weights are the same to the last bit.
struct ResizeBox: Equatable {
    let rows: Range<Float>
    let columns: Range<Float>

    init(rows: Range<Float>, columns: Range<Float>) {
        self.rows = rows
        self.columns = columns
    }

    /// All of an image.
    init(all size: ImageSize) {
        self.init(rows: 0..<Float(size.height), columns: 0..<Float(size.width))
    }

    private var height: Double { Double(rows.upperBound) - Double(rows.lowerBound) }

    private var width: Double { Double(columns.upperBound) - Double(columns.lowerBound) }

    /// The largest part of this one, in its middle, that has the proportions of `target`.
    func cropped(as target: ImageSize) -> ResizeBox {
        let wanted = Double(target.width) / Double(target.height)
        var (keptHeight, keptWidth) = (height, width)
        if width / height > wanted {
            keptWidth = wanted * height
        } else if width / height < wanted {
            keptHeight = width / wanted
        }
        let top = Double(rows.lowerBound) + (height - keptHeight) * 0.5
        let left = Double(columns.lowerBound) + (width - keptWidth) * 0.5
        return ResizeBox(
            rows: Float(top)..<Float(top + keptHeight), columns: Float(left)..<Float(left + keptWidth))
    }

    /// The largest size within `target` that has the proportions of this part; no side vanishes.
    func fitted(in target: ImageSize) -> ImageSize {
        let wanted = Double(target.width) / Double(target.height)
        let proportion = width / height
        if proportion > wanted {
            let scaled = (height / width * Double(target.width)).rounded(.toNearestOrEven)
            return ImageSize(height: max(1, Int(scaled)), width: target.width)
        }
        if proportion < wanted {
            let scaled = (width / height * Double(target.height)).rounded(.toNearestOrEven)
            return ImageSize(height: target.height, width: max(1, Int(scaled)))
        }
        return target
    }

    /// Where this part of an image of `size` is once that is turned upright.
    func turned(_ orientation: Orientation, in size: ImageSize) -> ResizeBox {
        let rows = orientation.reversesRows ? Self.reversed(rows, size.height) : rows
        let columns = orientation.reversesColumns ? Self.reversed(columns, size.width) : columns
        return orientation.swapsSides
            ? ResizeBox(rows: columns, columns: rows) : ResizeBox(rows: rows, columns: columns)
    }

    private static func reversed(_ range: Range<Float>, _ length: Int) -> Range<Float> {
        Float(length) - range.upperBound..<Float(length) - range.lowerBound
    }
}
