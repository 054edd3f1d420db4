"""The network view: one component for studio, report and notebooks (``network.js``), and what it is told."""
