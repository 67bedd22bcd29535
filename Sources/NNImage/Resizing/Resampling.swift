import NNCKernels

extension Image {
    /// A part of the image resampled along rows and columns, with rounding to 8 bits between.
    ///
    /// - Precondition: the format is grey or RGB.
    func resampled(_ box: ResizeBox, to target: ImageSize, _ filter: ResizeFilter) -> Image {
        let all = ResizeBox(all: size)
        let keepsColumns = target.width == size.width && box.columns == all.columns
        let keepsRows = target.height == size.height && box.rows == all.rows
        if keepsColumns, keepsRows { return self }
        if filter == .nearest { return nearest(box, to: target) }
        let across = ResampleWindows(length: size.width, range: box.columns, target: target.width, filter: filter)
        if keepsRows { return alongRows(across, rows: 0..<size.height) }
        let down = ResampleWindows(length: size.height, range: box.rows, target: target.height, filter: filter)
        if keepsColumns { return alongColumns(down, from: 0) }
        if beginsWithColumns(target) { return alongColumns(down, from: 0).alongRows(across, rows: 0..<target.height) }
        // Only the rows that the second pass reads.
        let last = down.first.count - 1
        let rows = down.first[0]..<down.first[last] + down.count[last]
        return alongRows(across, rows: rows).alongColumns(down, from: rows.lowerBound)
    }

    /// Whether the pass along the columns is first, which makes a difference of 1 here and there, since each pass rounds.
    ///
    /// So Pillow decides it since version 13 (found out by trying); earlier ones always begin with the rows.
    private func beginsWithColumns(_ target: ImageSize) -> Bool {
        size.height > target.height && size.height - target.height > 2 * (size.width - target.width)
    }

    private func alongRows(_ windows: ResampleWindows, rows: Range<Int>) -> Image {
        let (channels, width) = (channels, size.width)
        let (rowBytes, windows) = (width * channels, RowWindows(windows))
        let count = windows.first.count
        // A row of each channel, and what the last window reaches beyond it.
        let planeBytes = width + windows.stride
        var planes = [UInt8](repeating: 0, count: planeBytes * channels)
        return pixels.withUnsafeBufferPointer { samples in
            Image(size: ImageSize(height: rows.count, width: count), format: format) { output, _ in
                planes.withUnsafeMutableBufferPointer { planes in
                    guard let samples = samples.baseAddress, let planes = planes.baseAddress else { return }
                    for (index, row) in rows.enumerated() {
                        let source = samples + row * rowBytes
                        if channels == 3 {
                            nn_split_pixels(source, width, planes, planeBytes)
                        } else {
                            planes.update(from: source, count: width)
                        }
                        nn_resample_row(
                            planes, planeBytes, Int32(channels), windows.first, windows.weights, windows.stride, count,
                            output + index * count * channels)
                    }
                }
            }
        }
    }

    /// - Parameter firstRow: the row of the original that this image begins with.
    private func alongColumns(_ windows: ResampleWindows, from firstRow: Int) -> Image {
        let rowBytes = size.width * channels
        let height = windows.first.count
        return pixels.withUnsafeBufferPointer { samples in
            Image(size: ImageSize(height: height, width: size.width), format: format) { output, _ in
                windows.weights.withUnsafeBufferPointer { weights in
                    guard let samples = samples.baseAddress, let weights = weights.baseAddress else { return }
                    for row in 0..<height {
                        nn_resample_column(
                            samples + (windows.first[row] - firstRow) * rowBytes, rowBytes,
                            weights + row * windows.stride, windows.count[row], rowBytes, output + row * rowBytes)
                    }
                }
            }
        }
    }

    /// The samples in which the centres fall. Places are summed up step by step, as Pillow does (`Geometry.c`), so that
    /// those that fall between two samples go the same way.
    private func nearest(_ box: ResizeBox, to target: ImageSize) -> Image {
        let rows = Self.places(size.height, box.rows, target.height)
        let columns = Self.places(size.width, box.columns, target.width)
        let (channels, rowBytes) = (channels, size.width * channels)
        return pixels.withUnsafeBufferPointer { samples in
            Image(size: target, format: format) { output, _ in
                var output = output
                for row in rows {
                    for column in columns {
                        let start = row * rowBytes + column * channels
                        for channel in 0..<channels { output[channel] = samples[start + channel] }
                        output += channels
                    }
                }
            }
        }
    }

    private static func places(_ length: Int, _ range: Range<Float>, _ target: Int) -> [Int] {
        let step = Double(range.upperBound - range.lowerBound) / Double(target)
        var place = Double(range.lowerBound) + step * 0.5
        return (0..<target).map { _ in
            defer { place += step }
            return min(max(0, Int(place)), length - 1)
        }
    }
}
