import CommandLineInterface
import Glibc
import SharedMemoryIndex

StandardDescriptors.takeClosed()
exit(SharedMemoryCommand.run(CommandLineWords.given(to: "asmt")).rawValue)
