/// A value as one word of a POSIX shell command, whatever it contains (POSIX.1-2017, Shell Command Language, 2.2.2).
func shellWord(_ value: String) -> String {
  "'" + value.replacing("'", with: #"'\''"#) + "'"
}
