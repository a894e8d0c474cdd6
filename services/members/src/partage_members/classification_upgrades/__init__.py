"""From one version of a scheme to the next: what is mapped exactly is changed, what is not is proposed to members."""
