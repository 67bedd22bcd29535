// The machine's rate of multiplying float32 matrices of 2048 × 2048, by the product that networks are trained with.
// usage: sgemmbench THREADS
// Prints one JSON object: gigaflops (the median of seven products, after one that isn't counted), threads.

import Foundation
import NNNetwork

let arguments = CommandLine.arguments
guard arguments.count == 2, let threads = Int(arguments[1]), threads >= 1 else {
    FileHandle.standardError.write(Data("usage: sgemmbench THREADS\n".utf8))
    exit(64)
}
ProductThreads.set(threads)
let size = 2048
let a = (0..<size * size).map { Float($0 % 101) / 101 }
let b = (0..<size * size).map { Float($0 % 103) / 103 }
var c = [Float](repeating: 0, count: size * size)
let clock = ContinuousClock()
var seconds: [Double] = []
for _ in 0..<8 {
    let start = clock.now
    a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
            c.withUnsafeMutableBufferPointer { c in
                guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
                Float.multiply(
                    MatrixView(a, rows: size, columns: size), MatrixView(b, rows: size, columns: size), scale: 1,
                    adding: false, into: c)
            }
        }
    }
    seconds.append((clock.now - start) / .seconds(1))
}
let median = seconds.dropFirst().sorted()[3]
print("{\"gigaflops\": \(2e-9 * Double(size * size * size) / median), \"threads\": \(threads)}")
