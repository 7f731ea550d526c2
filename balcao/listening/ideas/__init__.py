"""Ideas: boards where somebody suggests, others agree, and the company answers by a day it promised."""
