import NNCHDF5

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The doorway to libhdf5: every call goes through `withHDF5`, one at a time.
///
/// libhdf5 is thread-safe only where it was built so, and even then it only queues its callers. The lock is ours, so
/// that the answer doesn't depend on the build; it is recursive because a handle that goes out of scope inside the
/// lock closes itself under the same lock.
final class Library: Sendable {
    static let shared = Library()

    private struct Lock: @unchecked Sendable {
        let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    }

    private let lock = Lock()
    /// Files in memory so far, by whose names libhdf5 tells them apart; under the lock.
    private nonisolated(unsafe) var images = 0

    private init() {
        var attributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&attributes)
        pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_RECURSIVE))
        pthread_mutex_init(lock.mutex, &attributes)
        pthread_mutexattr_destroy(&attributes)
        // Handles close themselves; libhdf5's own sweep at exit would try again to flush what a full disk refused.
        H5dont_atexit()
        H5open()
        // A file may name any filter, and libhdf5 would look for a shared library of that number and run it.
        H5PLset_loading_state(0)
    }

    /// A name that no other file in memory has; to be called inside `withHDF5`.
    func nextImageName() -> String {
        images += 1
        return "memory:\(images)"
    }

    func locked<Result: ~Copyable, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(lock.mutex)
        defer { pthread_mutex_unlock(lock.mutex) }
        // By default libhdf5 prints its errors; the setting belongs to the thread in thread-safe builds.
        H5Eset_auto2(NNH5E_DEFAULT(), nil, nil)
        return try body()
    }
}

/// Runs `body`, alone in the process inside libhdf5.
func withHDF5<Result: ~Copyable, Failure: Error>(
    _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
    try Library.shared.locked(body)
}
