import NNModel
import Synchronization

/// A predictor for any number of threads. A call takes a scratch that is idle and brings it back, so that as many come to be
/// made as there are calls at once, and none after that.
final class SharedPredictor<Scalar: Real>: Sendable {
    let predict: Predictor<Scalar>
    private let idle = Mutex<[Predictor<Scalar>.Scratch]>([])

    init(_ predictor: Predictor<Scalar>) { predict = predictor }

    /// A[L] of each example, a row each.
    func predict<Element: Real>(
        _ raw: UnsafePointer<Element>, examples: Int, into outputs: UnsafeMutablePointer<Element>
    ) {
        let scratch = idle.withLock { $0.popLast() } ?? predict.makeScratch()
        defer { idle.withLock { $0.append(scratch) } }
        let (features, units) = (predict.input.featureCount, predict.unitCount)
        for example in 0..<examples {
            let (raw, outputs) = (raw + example * features, outputs + example * units)
            if Element.self == Scalar.self {
                predict(Self.same(raw, count: features), using: scratch)
            } else {
                for index in 0..<features { scratch.elements[index] = Scalar(raw[index]) }
                predict(scratch)
            }
            let activations = scratch.activations
            for unit in 0..<units { outputs[unit] = Element(activations[unit]) }
        }
    }

    /// Numbers of `Scalar`, under that name.
    private static func same<Element>(_ raw: UnsafePointer<Element>, count: Int) -> UnsafeBufferPointer<Scalar> {
        UnsafeBufferPointer(start: UnsafeRawPointer(raw).assumingMemoryBound(to: Scalar.self), count: count)
    }
}
