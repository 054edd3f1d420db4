"""The page of the service: plain HTML, one style sheet, a few ES modules. No build step, nothing from outside.

Everything it shows it asks of the service's own routes, so that whoever can use the page can use the API, and the other
way round. Not here: predictions, explanations, files; they are routes of the service.
"""
