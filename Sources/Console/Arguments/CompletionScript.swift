/// Shells that a program can be completed in.
public enum Shell: String, Sendable, CaseIterable {
  case bash, zsh, fish
}

extension Program {
  /// What a shell must read to complete the program's command lines.
  ///
  /// It asks the program itself, by `kiln complete -- WORD…`, which prints a line for each candidate (the word, a tab, its
  /// meaning) and a last line that tells what else fits: `:none`, `:file` or `:folder`.
  public func completionScript(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  /// bash(1), "Programmable Completion": words are cut at `=`, and what is put in replaces only what comes after it.
  private var bash: String {
    """
    # Completion of \(name) for bash: source it, or put it at share/bash-completion/completions/\(name).
    _\(name)() {
      local line words=("${COMP_WORDS[@]:1:COMP_CWORD}") typed=${COMP_WORDS[COMP_CWORD]}
      if [ "$typed" = = ]; then
        words+=("")
        typed=
      fi
      COMPREPLY=()
      while IFS= read -r line; do
        case $line in
          :file)
            compopt -o filenames
            while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$typed") ;;
          :folder)
            compopt -o filenames
            while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$typed") ;;
          :*) ;;
          *)
            printf -v line %q "${line%%$'\\t'*}"
            COMPREPLY+=("$line") ;;
        esac
      done < <("$1" complete -- "${words[@]}" 2> /dev/null)
      case ${COMPREPLY[*]} in
        *[=.]) compopt -o nospace ;;
      esac
    }
    complete -F _\(name) \(name)

    """
  }

  /// zshcompsys(1): `_describe` takes `word:meaning`, with colons of the word after a backslash.
  private var zsh: String {
    """
    #compdef \(name)
    # Completion of \(name) for zsh: put it on fpath as _\(name).
    _\(name)() {
      local line word
      local -a found begun
      for line in ${(f)"$($words[1] complete -- "${(@)words[2,CURRENT]}" 2> /dev/null)"}; do
        case $line in
          :file) compset -P '--*='; _files ;;
          :folder) compset -P '--*='; _files -/ ;;
          :*) ;;
          *)
            word=${line%%$'\\t'*}
            line="${word//:/\\\\:}:${line#*$'\\t'}"
            case $word in
              *[=.]) begun+=("$line") ;;
              *) found+=("$line") ;;
            esac ;;
        esac
      done
      (( $#begun )) && _describe '\(name)' begun -S ''
      (( $#found )) && _describe '\(name)' found
    }
    if [ "$funcstack[1]" = _\(name) ]; then _\(name); else compdef _\(name) \(name); fi

    """
  }

  /// fish's `complete`: a word, a tab, its meaning.
  private var fish: String {
    """
    # Completion of \(name) for fish: put it at share/fish/vendor_completions.d/\(name).fish.
    function __\(name)_complete
        set -l words (commandline -opc) (commandline -ct)
        set -l typed (string replace -r -- '^--[^=]*=' '' $words[-1])
        set -l prefix (string match -r -- '^--[^=]*=' $words[-1])
        for line in ($words[1] complete -- $words[2..-1] 2> /dev/null)
            switch $line
                case :file
                    printf "$prefix%s\\n" (__fish_complete_path $typed)
                case :folder
                    printf "$prefix%s\\n" (__fish_complete_directories $typed)
                case ':*'
                case '*'
                    echo $line
            end
        end
    end
    complete -c \(name) -f -a '(__\(name)_complete)'

    """
  }
}
