"""A row that fits the models of these tests, and how it is sent."""

ROW = {"나이": 31, "도시": "서울", "가입일": "2024-03-01"}


def post(client, name, verb, document, **settings):
    return client.post(f"/v1/models/{name}/{verb}", json=document, **settings)
