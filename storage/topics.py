"""The topics of questions, which are also the skills of members."""

from enum import StrEnum


class Topic(StrEnum):
    NETWORK = "network"
    DEVICE = "device"
    ACTIVATION = "activation"
    PORTING = "porting"
    BILLING = "billing"
    PLANS = "plans"
    ROAMING = "roaming"
    STORE = "store"
    ACCOUNT = "account"
    DECISION = "decision"
    OTHER = "other"
