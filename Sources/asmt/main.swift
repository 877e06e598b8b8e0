import Glibc
import SharedMemoryIndex

exit(SharedMemoryCommand.run(Array(CommandLine.arguments)).rawValue)
