import NNCBLAS

/// How many threads a product of matrices may use.
public enum ProductThreads {
    /// Sets the number for the whole process; the results of products depend on it in their last digits.
    ///
    /// The first call, or the first product, also has OpenBLAS use the processor's own kernels where it took much older ones;
    /// a program that calls BLAS itself should let that come first.
    ///
    /// - Precondition: `count` is at least 1.
    public static func set(_ count: Int) {
        precondition(count >= 1, "\(count) threads")
        BLAS.prepare()
        openblas_set_num_threads(Int32(clamping: count))
        // They would be in the way of ours: the seed's run took half as long again with them.
        if count == 1 { nn_end_blas_threads() }
    }
}

enum BLAS {
    private static let prepared: Void = nn_mend_blas_kernels()

    /// What must come before every product, and does something once.
    static func prepare() { prepared }
}
