# SPDX-License-Identifier: MIT
# What R's survey package needs for the rows of `./run bench statistics`, in seconds of the processor: Rscript bench/statistics.R
suppressMessages(library(survey))
n <- 1e6; strata <- 50; psus <- 2000; set.seed(20)
psu <- sample.int(psus, n, TRUE); effect <- rnorm(psus)
people <- data.frame(psu = psu, stratum = psu %% strata, w = runif(n, 0.5, 3), domain = sample.int(30, n, TRUE),
                     row = sample.int(3, n, TRUE), column = sample.int(4, n, TRUE))
for (k in 0:19) people[[paste0("x", k)]] <- rnorm(n, 50, 10) + 2 * effect[psu]
people$yes <- rbinom(n, 1, plogis((people$x0 - 50) / 20 + effect[psu] / 4))
design <- svydesign(~psu, strata = ~stratum, weights = ~w, data = people, nest = TRUE)
all20 <- reformulate(paste0("x", 0:19)); first8 <- reformulate(paste0("x", 0:7), "yes")
said <- function(name, work) cat(name, "\t", round(sum(system.time(work)[c("user.self", "sys.self")]), 2), "\n", sep = "")
cat("survey", as.character(packageVersion("survey")), "\n")
said("means", svymean(all20, design))
said("chisq", svychisq(~row + column, design))
said("quantiles", svyquantile(~x0, design, c(0.1, 0.25, 0.5, 0.75, 0.9)))
said("logistic", svyglm(first8, design, family = quasibinomial))
said("domains", svyby(all20, ~domain, design, svymean))
said("bootstrap", svymean(all20, as.svrepdesign(design, type = "subbootstrap", replicates = 200)))
