import Exercise
import NNCFuzzer

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&count, &arguments) { start, count in
    exercise(UnsafeRawBufferPointer(start: start, count: count))
    return 0
}
