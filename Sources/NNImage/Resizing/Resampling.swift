extension Image {
    /// A part of the image resampled, along the rows first and then along the columns, with rounding to 8 bits between.
    ///
    /// - Precondition: the format is grey or RGB.
    func resampled(_ box: ResizeBox, to target: ImageSize, _ filter: ResizeFilter) -> Image {
        let all = ResizeBox(all: size)
        let keepsColumns = target.width == size.width && box.columns == all.columns
        let keepsRows = target.height == size.height && box.rows == all.rows
        if keepsColumns, keepsRows { return self }
        if keepsRows {
            return alongRows(windows(size.width, box.columns, target.width, filter), rows: 0..<size.height)
        }
        let vertical = windows(size.height, box.rows, target.height, filter)
        if keepsColumns { return alongColumns(vertical, from: 0) }
        // Only the rows that the second pass reads.
        let last = vertical.first.count - 1
        let rows = vertical.first[0]..<vertical.first[last] + vertical.count[last]
        return alongRows(windows(size.width, box.columns, target.width, filter), rows: rows)
            .alongColumns(vertical, from: rows.lowerBound)
    }

    private func windows(_ length: Int, _ range: Range<Float>, _ target: Int, _ filter: ResizeFilter) -> ResampleWindows
    {
        ResampleWindows(length: length, range: range, target: target, filter: filter)
    }

    private func alongRows(_ windows: ResampleWindows, rows: Range<Int>) -> Image {
        let (channels, rowBytes, width) = (channels, size.width * channels, windows.first.count)
        return pixels.withUnsafeBufferPointer { samples in
            Image(size: ImageSize(height: rows.count, width: width), format: format) { output, _ in
                guard let samples = samples.baseAddress else { return }
                for (index, row) in rows.enumerated() {
                    let source = samples + row * rowBytes
                    let target = output + index * width * channels
                    if channels == 3 {
                        resampleRowOfThree(source, windows, into: target)
                    } else {
                        resampleRowOfOne(source, windows, into: target)
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
                guard let samples = samples.baseAddress else { return }
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: rowBytes) { sums in
                    guard let sums = sums.baseAddress else { return }
                    for row in 0..<height {
                        sums.update(repeating: half, count: rowBytes)
                        let source = samples + (windows.first[row] - firstRow) * rowBytes
                        for tap in 0..<windows.count[row] {
                            let weight = windows.weights[row * windows.stride + tap]
                            let line = source + tap * rowBytes
                            for index in 0..<rowBytes { sums[index] &+= Int32(line[index]) &* weight }
                        }
                        let target = output + row * rowBytes
                        for index in 0..<rowBytes { target[index] = sample(sums[index]) }
                    }
                }
            }
        }
    }
}

private func resampleRowOfThree(
    _ source: UnsafePointer<UInt8>, _ windows: borrowing ResampleWindows, into target: UnsafeMutablePointer<UInt8>
) {
    windows.weights.withUnsafeBufferPointer { weights in
        for index in 0..<windows.first.count {
            var pixel = source + windows.first[index] * 3
            var (red, green, blue) = (half, half, half)
            let start = index * windows.stride
            for tap in start..<start + windows.count[index] {
                let weight = weights[tap]
                red &+= Int32(pixel[0]) &* weight
                green &+= Int32(pixel[1]) &* weight
                blue &+= Int32(pixel[2]) &* weight
                pixel += 3
            }
            target[index * 3] = sample(red)
            target[index * 3 + 1] = sample(green)
            target[index * 3 + 2] = sample(blue)
        }
    }
}

private func resampleRowOfOne(
    _ source: UnsafePointer<UInt8>, _ windows: borrowing ResampleWindows, into target: UnsafeMutablePointer<UInt8>
) {
    windows.weights.withUnsafeBufferPointer { weights in
        for index in 0..<windows.first.count {
            let pixel = source + windows.first[index]
            var grey = half
            let start = index * windows.stride
            for tap in 0..<windows.count[index] { grey &+= Int32(pixel[tap]) &* weights[start + tap] }
            target[index] = sample(grey)
        }
    }
}

/// One half, so that what is cut off below the point rounds.
private let half: Int32 = 1 << (ResampleWindows.precision - 1)

/// A weighted sum as a sample, held within 0 and 255.
@inline(__always)
private func sample(_ sum: Int32) -> UInt8 {
    UInt8(truncatingIfNeeded: max(0, min(255, sum >> ResampleWindows.precision)))
}
