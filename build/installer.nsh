; `netopsy` in the Run box and with `start netopsy`. PATH is left alone: NSIS would cut one that is long.
!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Microsoft\Windows\CurrentVersion\App Paths\netopsy.exe" "" "$INSTDIR\netopsy.exe"
!macroend
!macro customUnInstall
  DeleteRegKey SHELL_CONTEXT "Software\Microsoft\Windows\CurrentVersion\App Paths\netopsy.exe"
!macroend
