import NNCHDF5

/// What libhdf5 says about the call that just failed: the whole of its error stack, most specific entry first.
///
/// Call it inside the same `withHDF5` as the call that failed: the next call clears the stack.
func errorStack() -> [String] {
    var messages: [String] = []
    withUnsafeMutablePointer(to: &messages) { messages in
        _ = H5Ewalk2(
            NNH5E_DEFAULT(), H5E_WALK_UPWARD,
            { _, entry, context in
                guard let entry, let context else { return 0 }
                let messages = context.assumingMemoryBound(to: [String].self)
                guard messages.pointee.count < 64 else { return 1 }
                if let text = entry.pointee.desc {
                    messages.pointee.append(printable(String(cString: text)))
                }
                return 0
            }, messages)
    }
    return messages
}
