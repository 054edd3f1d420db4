"""XGBoost, LightGBM and CatBoost, each stored in its library's own format.

Here: what is written and checked (``xgb``, ``lgb``, ``cat`` with ``catcheck``), and how each answers a single row
(``xgb_row``, ``lgb_row``, ``cat_row``). Not here: scikit-learn's trees and boosting (``storage.forest``, ``hist``).
"""
