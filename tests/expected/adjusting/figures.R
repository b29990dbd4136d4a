# Makes apiclus1.csv and figures.json: R 4.5.0, survey 4.4-2.
suppressMessages(library(survey)); library(jsonlite); data(api)
d <- apiclus1
d$big <- as.integer(d$enroll > 500)
d$grp <- factor(ifelse(d$meals > 60, "hi", ifelse(d$meals > 30, "mid", "lo")), levels=c("lo","mid","hi"))
d$sw <- factor(d$sch.wide); d$st <- factor(d$stype, levels=c("E","H","M"))
write.csv(data.frame(dnum=d$dnum, pw=d$pw, stype=as.character(d$stype), sch_wide=as.character(d$sch.wide), awards=as.character(d$awards), group=as.character(d$grp), both=as.character(d$both),
   api00=d$api00, api99=d$api99, enroll=d$enroll, meals=d$meals), "apiclus1.csv", row.names=FALSE)
base <- svydesign(id=~dnum, weights=~pw, data=d)
pops <- data.frame(st=c("E","H","M"), Freq=c(4421,755,1018)); pops$st <- factor(pops$st,levels=c("E","H","M"))
popw <- data.frame(sw=factor(c("No","Yes"),levels=c("No","Yes")), Freq=c(1072,5122))
cross <- as.data.frame(table(st=apipop$stype, sw=apipop$sch.wide)); 
N <- 6194
cal <- function(...) calibrate(base, ~st+sw+api99, population=c(`(Intercept)`=N, stH=755, stM=1018, swYes=5122, api99=3914069), epsilon=1e-12, maxit=200, ...)
designs <- list(
 post = postStratify(base, ~st, pops),
 cross = postStratify(base, ~st+sw, cross),
 rake = rake(base, list(~st, ~sw), list(pops, popw), control=list(maxit=500, epsilon=1e-12)),
 linear = cal(),
 raking = cal(calfun="raking"),
 logit = cal(calfun="logit", bounds=c(0.2,3)),
 bounded = cal(calfun="linear", bounds=c(0.4,2.2)))
designs$trimmed <- trimWeights(designs$rake, lower=20, upper=45)
designs$strict <- trimWeights(designs$rake, lower=20, upper=40, strict=TRUE)
designs$posttrim <- trimWeights(designs$post, lower=31, upper=45)
designs$lineartrim <- trimWeights(designs$linear, lower=20, upper=60)
f <- function(ds) {
 out <- list(weights=as.numeric(weights(ds)))
 m <- svymean(~api00, ds); out$mean <- c(coef(m), SE(m)); 
 m <- svymean(~grp, ds); out$share <- list(est=unname(coef(m)), se=unname(as.numeric(SE(m))))
 b <- svyby(~api00, ~grp, ds, svymean); out$by <- list(est=b$api00, se=b$se)
 b <- svyby(~grp, ~awards, ds, svymean); out$byshare <- list(est=as.matrix(b[,2:4]), se=as.matrix(b[,5:7]))
 x <- svychisq(~grp+awards, ds, statistic="F"); out$chisqF <- c(x$statistic, x$parameter, x$p.value)
 x <- svychisq(~grp+awards, ds, statistic="Chisq"); out$chisqC <- c(x$statistic, x$p.value)
 x <- svychisq(~grp+awards, ds, statistic="adjWald"); out$adjwald <- c(x$statistic, x$parameter,x$p.value)
 x <- svychisq(~grp+awards, ds, statistic="Wald"); out$wald <- c(x$statistic, x$parameter,x$p.value)
 q <- svyquantile(~api00, ds, c(.25,.5,.75), ci=TRUE); out$q <- unclass(q)$api00[,1:4]
 q <- svyquantile(~api00, ds, c(.25,.5,.75), ci=TRUE, qrule="hf7"); out$q7 <- unclass(q)$api00[,1:4]
 r <- svyratio(~api00, ~api99, ds); out$ratio <- c(coef(r), SE(r))
 r <- svyby(~api00, ~grp, denominator=~api99, ds, svyratio); out$ratioby <- list(est=r[,2], se=r[,3])
 g <- svyglm(api00 ~ meals + awards, ds); out$lm <- list(est=unname(coef(g)), se=unname(SE(g)))
 g <- svyglm(I(as.character(both)=="Yes") ~ meals + grp, ds, family=quasibinomial(), control=glm.control(epsilon=1e-14,maxit=100)); out$logit <- list(est=unname(coef(g)), se=unname(SE(g)))
 g <- svyglm(api00 ~ meals, subset(ds, grp != "lo")); out$lmsub <- list(est=unname(coef(g)), se=unname(SE(g)))
 t <- svyttest(api00~awards, ds); out$ttest <- c(t$statistic, t$parameter, t$p.value)
 t <- svyranktest(api00~awards, ds); out$rank <- c(t$statistic, t$parameter, t$p.value)
 v <- svyvar(~api00, ds); out$var <- c(coef(v), SE(v))
 tt <- svytotal(~api00, ds); out$total <- c(coef(tt), SE(tt))
 p <- svyciprop(~I(both=="Yes"), ds, method="logit"); out$ci <- c(coef(p), confint(p))
 out$deff <- as.numeric(deff(svymean(~api00, ds, deff="replace")))
 out
}
res <- lapply(designs, function(x) { tryCatch(f(x), error=function(e) list(error=conditionMessage(e))) })
for (n in c("raking", "logit", "bounded", "trimmed", "strict", "posttrim")) res[[n]]$weights <- NULL # their totals tell them
write_json(res, "figures.json", digits=I(11), auto_unbox=TRUE)
