#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `libnnmodel.so`, as a program in C meets it.
struct CLibrary {
    private typealias Open =
        @convention(c) (
            UnsafePointer<CChar>, UnsafeRawPointer?, UnsafeMutablePointer<OpaquePointer?>, UnsafeMutableRawPointer?
        ) -> CInt
    private typealias Predict =
        @convention(c) (
            OpaquePointer?, Int, UnsafePointer<Float>?, Int, UnsafeMutablePointer<Float>?, Int, UnsafeMutableRawPointer?
        ) -> CInt
    struct Failure: Error {
        let function: String
    }

    private let openModel: Open
    private let predictExamples: Predict

    init(path: String) throws {
        guard let handle = dlopen(path, RTLD_NOW), let open = dlsym(handle, "nnm_open"),
            let predict = dlsym(handle, "nnm_predict_f32")
        else { throw Failure(function: dlerror().map { String(cString: $0) } ?? path) }
        openModel = unsafeBitCast(open, to: Open.self)
        predictExamples = unsafeBitCast(predict, to: Predict.self)
    }

    func open(_ path: String) throws -> OpaquePointer {
        var model: OpaquePointer?
        guard openModel(path, nil, &model, nil) == 0, let model else { throw Failure(function: "nnm_open") }
        return model
    }

    func predict(
        _ model: OpaquePointer, _ raw: UnsafeBufferPointer<Float>, _ outputs: UnsafeMutableBufferPointer<Float>
    ) {
        let status = predictExamples(model, 1, raw.baseAddress, raw.count, outputs.baseAddress, outputs.count, nil)
        precondition(status == 0, "nnm_predict_f32 gave \(status)")
    }
}
