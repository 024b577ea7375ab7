"""The command line: `python -m server serve | worker | migrate | seed-demo | create-user | ...`"""

import sys

from server.operations.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
