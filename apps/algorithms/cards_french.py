"""The cards in French: pages, meanings of parameters, and the digest of the English they were translated from.

A test fails when the English of a module has changed and its French has not been read again (`TRANSLATED`).
"""

PAGES = {
    "review_suspicion": """
Doute sur un avis au premier jour : avant que quiconque ait décidé, et jamais une condamnation.

Ce que c'est : une somme d'indices. Chaque indice a un poids et une phrase avec ses chiffres ; la somme des poids
est le score, exactement, à la troisième décimale. À partir du seuil, une personne est invitée à regarder ; rien
n'est masqué.

Comment on pèse : pour la plupart des indices, on compte combien d'avis du même espace étaient au moins aussi
inhabituels (la part), et le poids est pente × (−ln(part) − 1) : un avis ordinaire ne gagne rien, un avis sur cent
gagne 3,6 pentes. Les parts d'un petit espace sont rapprochées de celles de tous les espaces, comme si 20 avis de
plus en venaient. L'écart avec ce qu'on attendait n'est comparé qu'aux avis du même bord (défavorables, mitigés,
favorables) : un avis à une étoile n'est pas suspect parce qu'il est rare. Les directions sont fixes : davantage
d'un indice ne fait jamais baisser le score. L'ancienneté, la variété et une expérience vérifiée le font baisser.
Tout avis part de −1,1, comme si un sur quatre méritait un regard ; la somme des scores d'un auteur
(`author_log_odds`) est ainsi aussi prudente qu'elle doit l'être.

Les motifs : certaines attaques n'ont été étiquetées par personne ; elles ont des règles d'un poids propre, qui
s'ajoute comme les autres. Des mots de menace ou de marchandage (`bargain_words`). Des comptes qui évaluent les mêmes
objets dans les mêmes semaines, du même bord (un groupe) ou louant l'un et blâmant l'autre (des concurrents), des
éloges de la maison, un auteur d'un seul bord, un lien déclaré ailleurs (un professionnel masqué) : voir
`review_company`. Le premier compte ou avis pèse ce que dit le tableau, et chaque doublement autant ; pour qui a écrit
plus de trois avis, les comptes qui vont ensemble ou du même parti pèsent moins, en proportion : qui évalue beaucoup
en croise d'autres par hasard. La façon d'écrire est une seule voix plafonnée, nulle tant que le site ne l'a pas
apprise (`site_wording`). La fréquence de chaque motif sur le site est dans sa phrase ; sa justesse est inconnue tant
qu'un audit ne l'a pas mesurée. Un motif n'établit rien sur une personne.

Les réponses : trop peu de données ; rien d'inhabituel, jusqu'à 0,0 ou, quand assez de faux avis sont connus, jusqu'au
score au-dessous duquel il y en a peu ; à regarder, à partir du seuil ; entre les deux, on ne peut pas dire.

À quoi cela sert : les avis achetés viennent de comptes neufs, par vagues, tôt, et à l'écart de ce que disent les
autres.

Ce qui a changé : 1.3 pèse moins la compagnie de qui évalue beaucoup : dans un fichier de vraies notes, les mises en
garde de gens actifs passaient pour un groupe ; 1.2 ajoute les motifs, la façon d'écrire et « on ne peut pas dire » ;
1.1 pèse d'après des attaques tirées au sort. Les scores des versions précédentes restent lisibles à côté des
décisions qui s'appuyaient sur eux.

Ce qui lui échappe : les campagnes lentes et patientes, les vieux comptes revendus, les groupes qui se louent les
uns les autres avec soin, les textes inventés avec talent. Il n'a encore appris d'aucune décision ; ses taux
d'erreur ne sont pas connus tant qu'un audit ne les a pas mesurés. Avec moins de dix avis dans l'espace, ou moins de
trois autres avis sur l'objet, il dit « trop peu de données ».

Sources : l'a priori à directions fixes de Rayana et Akoglu (KDD 2015) ; la somme de logarithmes de Fisher ; pentes
choisies sur des attaques tirées au sort, dans des mondes inventés et dans un fichier de vraies notes
(`bench.red_team`, tirages autres que ceux publiés).
""",
    "review_facts": """
Ce qu'on sait d'un avis quand il reçoit son score, et comment on le compte.

À quoi cela sert : un score ne se vérifie que si chacun peut recompter de quoi il est fait. Chaque fait ci-dessous
est un chiffre simple sur un seul espace ; aucun chiffre ne passe d'un espace à l'autre. Les compteurs ne tiennent
que des nombres entiers : compter les avis un par un ou vingt mille d'un coup donne les mêmes chiffres, à la
dernière décimale.

Comment on compte : les notes sont mises sur une échelle de 0 à 1000 (la plus basse et la plus haute de leur
échelle). Un jour est un jour du calendrier en UTC ; « une semaine », ce jour et les six d'avant. Un avis est
défavorable jusqu'à 400, favorable à partir de 600, mitigé entre les deux. Ce qu'on attendait d'un avis est la
moyenne des autres avis de son objet, rapprochée de la moyenne de l'espace comme si l'objet avait trois avis de plus
à cette moyenne. Un nouveau venu est l'auteur d'un premier avis ici.

Ce que disent les textes, la façon d'écrire et la compagnie d'un avis est compté ailleurs (`bargain_words`,
`site_wording`, `review_company`) et figure ici en chiffres.

Ce qui lui échappe : les comptes qui changent de nom, les gens qui s'entendent ailleurs, et tout ce qui précède le
premier avis compté. Les objets différents d'un auteur sont comptés jusqu'à 32.
""",
    "review_history": """
Les faits de tous les avis d'un espace à la fois, d'après son histoire dans l'ordre du temps.

À quoi cela sert : un import apporte des dizaines de milliers de notes ; chacune doit recevoir exactement les faits
qu'elle aurait eus si elle avait été déposée ici, l'une après l'autre. `facts_from_history` donne les mêmes chiffres
que `review_facts.Counters`, à la dernière décimale (un test les compare).

Deux regards : chaque avis comme au moment de son dépôt (la suite est inconnue), ou, avec `hindsight`, comme on le
voit aujourd'hui : son moment (rang, jour, semaine) reste, ce qu'on sait de son objet et de son auteur grandit.
C'est avec ce second regard qu'un avis est réévalué quand son auteur agit de nouveau.

Ce qui lui échappe : les textes, les liens déclarés, les preuves et la compagnie ne sont pas dans une histoire de
notes ; qui les possède remplit ensuite ces colonnes.
""",
    "bargain_words": """
Mots de menace ou de marchandage : des étoiles contre un avantage, repérées par des tournures publiées.

Ce que c'est : une liste de tournures en français et en anglais, lue phrase par phrase. Dans les mots d'un auteur, on
cherche qui dit « je » et propose de retirer, de changer ou de laisser un avis, à une condition posée au professionnel
(« si vous me remboursez », « à moins que », « sinon », « en échange »). Dans les mots de l'autre partie (la réponse,
un signalement du professionnel), on cherche une menace ou un chantage dits porter sur un avis ; sa seule parole compte
pour moitié. Une note changée ensuite s'y ajoute ; seule, elle ne dit rien : on se réconcilie souvent.

Comment on compte : une phrase avec de tels mots pèse +1,5, et +1,0 de plus quand la note a été changée depuis.
Davantage de phrases ne pèse pas davantage. Deux phrases sont lues ensemble quand la seconde commence par « sinon ».
Accents, majuscules et ponctuation ne comptent pas. Une phrase qui dit ne rien demander est laissée de côté, de même
que « je ne changerai pas mon avis » ou ce qu'un autre a proposé (« on me rembourserait si je le retirais » : c'est une
pression sur l'auteur). Dans une langue sans liste, rien n'est dit.

À quoi cela sert : un client qui marchande avec des étoiles trompe les lecteurs et nuit au travail honnête ; et un
professionnel menacé n'a pas d'autre endroit où le dire.

Ce qui lui échappe : si la demande était juste : qui réclame son dû n'est pas un maître chanteur, et seule une personne
peut en juger. Les marchandages par téléphone, en messages privés ou en d'autres mots ; l'ironie ; les citations sans
guillemets. Dire qu'on mettra à jour son avis une fois le problème réglé n'est pas un marchandage, et la différence est
parfois mince : une personne lit. Sa justesse est inconnue tant qu'un audit ne l'a pas mesurée ; `bench.patterns` dit
combien de ses propres phrases inventées il retrouve.

Sources : les conseils des autorités de consommation sur le chantage aux avis ; notre propre liste.
""",
    "review_company": """
La compagnie d'un avis : qui évalue les mêmes objets dans les mêmes semaines, et de quel bord.

Ce que c'est : cinq chiffres sur un avis, comptés d'après qui a évalué quoi et quand. Deux avis sont proches quand ils
portent sur le même objet, du même bord (défavorable ou favorable ; les avis mitigés ne sont pas regardés), d'auteurs
différents, à 30 jours au plus, avec moins de 15 autres avis de l'objet entre eux. D'après les seize derniers avis d'un
auteur ici, on compte pour chacun : `company`, les comptes proches de cet avis et aussi d'un autre avis de l'auteur, sur
un autre objet, du même bord (un groupe) ; `camp`, ceux qui sont proches d'un autre avis du bord opposé : ils louent ce
que l'auteur loue et blâment ce qu'il blâme (une attaque entre concurrents) ; `staff`, combien d'avis proches d'un avis
favorable déclarent travailler pour le professionnel, quand celui-ci ne déclare rien (des éloges de la maison) ;
`one_sided`, combien d'avis a l'auteur quand tous louent une seule maison ou en blâment d'autres, avec un de chaque en
une semaine, et `undeclared`, combien d'autres avis de l'auteur déclarent un lien avec la maison que celui-ci tait
(un professionnel masqué). Une maison est un objet, ou tous les objets d'un même exploitant.

Comment on compte : les poids sont dans `review_suspicion`. Chaque chiffre est un compte d'actes d'autrui que chacun
peut vérifier sur des pages publiques ; un chiffre nul ne pèse rien. Ce qui parle contre : une longue histoire,
plusieurs objets, une expérience vérifiée.

À quoi cela sert : chaque avis d'un groupe ressemble à n'importe quel autre ; ensemble, ils ne ressemblent à rien
d'ordinaire.

Ce qui lui échappe : les groupes de comptes à usage unique, ou étalés sur des mois ; les comptes cachés parmi beaucoup
d'avis ordinaires (seuls les seize derniers sont regardés) ; qui loue une maison en toute bonne foi et a été déçu par
une autre ; des amis qui voyagent ensemble, et qui ressemblent à un groupe de deux. Sa justesse est inconnue tant qu'un
audit ne l'a pas mesurée ; `bench.patterns` mesure chaque chiffre sur des attaques inventées.

Sources : les graphes de co-évaluation et les pas cadencés (Beutel et autres, WWW 2013 ; Mukherjee, Liu et Glance, WWW
2012), réduits à ce qui se compte d'un coup pour un avis.
""",
    "learned_suspicion": """
Ce que le score d'un avis apprend des décisions : combien pèse vraiment chaque indice du premier jour.

Ce que c'est : le score du premier jour (`review_suspicion`) est une somme d'indices. À partir d'environ 100 avis
décidés, chaque indice reçoit un facteur, et l'ensemble un point de départ, par régression logistique ; sans
décision, tous les facteurs valent un et le score est celui du premier jour. À partir d'environ 1 000 (dont un sur
sept mis de côté comme témoin), chaque indice peut recevoir aussi des marches : quelques points de plus qui ne
dépendent que de lui, trouvés par des arbres à une question, ajoutés l'un après l'autre. Un facteur n'est jamais
négatif et les marches ne font que monter : davantage d'un indice ne fait toujours jamais baisser un score. Le score
reste une somme : les poids montrés sont les poids ajoutés, à la troisième décimale.

Le poids des décisions : seulement les affaires décidées qui ne sont pas en appel ; un signalement n'est pas une
décision. Une seule lecture compte pour moitié, deux lectures d'accord pour deux tiers, et des lectures qui se
contredisent s'annulent. Toutes les décisions d'une personne comptent ensemble pour un quart au plus, celles d'une
journée d'une personne pour un dixième, celles sur un même objet pour un cinquantième : au-delà, chacune compte en
proportion. Qui s'écarte de ce que toutes les décisions apprennent plus que le hasard ne l'explique (trois écarts
types) compte moins, en proportion. Les avis marqués sont lus plus souvent que les autres ; chaque décision dit donc
aussi combien d'avis elle représente, jusqu'à trois : cela fixe l'échelle et le point de départ. Les lectures isolées
sont corrigées selon la fréquence à laquelle deux lectures se contredisent.

Quand il sert : les sept dixièmes les plus anciens des décisions forment un candidat, les trois dixièmes suivants
comparent ; avec ou sans marches, selon ce qu'elles surprennent le moins. Il ne sert que s'il classe mieux ces
derniers que ce qui sert aujourd'hui, d'au moins 0,02 de précision moyenne ; sinon tout reste comme avant. Le
vainqueur est ensuite formé sur toutes les décisions. Sa version est l'empreinte de ses nombres : les mêmes
décisions donnent le même modèle.

Combien de fois il se trompe : sur dix mondes inventés, la précision moyenne était 3,2 fois celle qu'on obtient à
compter les avis de l'auteur le premier jour, 3,7 fois après 200 décisions et 3,8 après 1 000 ; avec des attaques dans
un fichier de vraies notes, 2,3, 3,4 et 4,5 fois. Quand 3,5 % des décisions disent faux des avis défavorables sincères,
la part marquée de ces avis bouge de 0,2 point au plus en moyenne, et de 1,4 dans le fichier ; une régression simple
bouge jusqu'à 11 (`bench.red_team --worlds 10`).

À quoi cela sert : une règle posée à la main ne connaît pas cette communauté ; une règle qui apprend peut être
instruite par les mauvaises personnes. D'où de petits pas, des plafonds, et des jours où rien ne change.

Ce qui lui échappe : ce qu'aucun indice du premier jour ne voit ; les indices qui ne comptent qu'ensemble ; et une
majorité qui se trompe de la même manière. Ses erreurs sont celles de l'audit, non celles des décisions dont il a
appris.
""",
    "suspicion_chance": """
La chance qu'un avis soit faux, d'après son score : ce que vaut le score, une fois qu'on a assez lu à l'aveugle.

Ce que c'est : une courbe qui va du score (`review_suspicion`, `learned_suspicion`) à une chance. En logarithme des
chances, ce sont deux droites qui se rejoignent au score de −1 : des indices qui viennent ensemble sont en partie le
même, et au-dessus de ce point un indice de plus ajoute moins. La courbe ne fait que monter : elle ne change aucun
ordre et ne marque rien d'elle-même. `conformal` s'en sert pour compter les avis passés dont personne n'a décidé.

Comment on compte : les deux pentes et la part d'avis faux sont tirées vers des valeurs publiées ici, et déplacées par
les décisions : chacune compte pour les avis qu'elle représente, selon l'accord de ses lecteurs et dans les plafonds de
`learned_suspicion`, pour un quart quand l'avis est de la moitié ancienne du passé. Toutes ensemble ne comptent que
pour autant de décisions qu'elles en valent : trois cents lectures à l'aveugle et cinq cents d'avis marqués n'en font
pas huit cents quand on cherche la part des faux. Avant toute décision, on suppose un avis faux sur dix ; les parts
publiées par de grands sites, ou à leur sujet, vont d'un sur vingt-cinq à un sur six. Les deux pentes ont été choisies
sur des attaques tirées au sort, autres que celles dont on publie les chiffres.

Quand une chance est donnée : à partir de cent avis tirés au sort et lus à l'aveugle. Avant cela, la courbe repose sur
ce qu'on suppose. Elle sert aux seuils, mais n'est pas annoncée comme une chance : dans un fichier de vraies notes où
l'on a mis des attaques, un avis sur seize était faux, et la supposition était trop haute de cinq points.

De combien elle se trompe : `bench.red_team` compare, dans quinze parts d'autant d'avis chacune, la chance moyenne et
la part des faux (erreur de calibration attendue), sur les avis d'après la coupure de tous les mondes comptés
ensemble. Sur dix mondes inventés, elle était de 1,2, 1,0, 1,4 et 0,5 point après 0, 50, 200 et 1 000 décisions ; dans
le fichier de vraies notes, de 5,0, 4,6, 2,1 et 1,0. Dans un seul monde l'erreur est plus grande, environ deux points,
et elle l'est aussi pour qui connaît tous les avis faux du passé : les attaques viennent par vagues, et l'on ne
connaît pas les prochaines. Le banc d'essai donne ce chiffre à côté du nôtre.

À quoi cela sert : un score est une somme d'indices, non une chance. Qui lit « 70 % » veut que sept sur dix soient faux.

Ce qui lui échappe : une part d'avis faux qui change plus vite que les audits ne le disent ; des sortes d'avis pour
lesquelles la courbe est autre ; des lecteurs qui se trompent tous de la même manière.

Sources : Platt (1999) pour la courbe ; Kull, Silva Filho et Flach (2017) pour une courbe à deux pentes ; Horvitz et
Thompson (1952) et Kish (1965) pour ce que représente une décision et ce que valent des poids inégaux ; Luca et Zervas
(2016) et les rapports de grands sites sur les faux avis pour la part supposée.
""",
    "conformal": """
À partir de quel score une personne est invitée à regarder, groupe par groupe, pour qu'aucun ne paie pour un autre.

Ce que c'est : un groupe est un bord de l'échelle (défavorable : jusqu'à deux étoiles sur cinq ; favorable : le
reste), le premier avis ici d'un auteur ou non, et un petit ou un grand espace. Pour chaque groupe, on prend les
scores de ses avis passés et l'on cherche le score que dépasse au plus la part choisie d'entre eux. Un seuil commun
à tous ferait regarder injustement souvent les premiers avis défavorables ; ici chaque groupe est comparé à
lui-même.

Comment on compte : les avis passés qu'une décision a jugés faux sont écartés. Chacun des autres compte pour sa chance
d'être sincère (`suspicion_chance` ; une chance supposée, le premier jour), jamais moins d'une moitié. Avec peu d'avis
passés, le seuil est placé plus haut, jusqu'à ce que la part dérangée ne dépasse une fois et demie la part choisie que
dans un cas sur cinquante au plus. Quand même le score le plus haut du groupe ne peut le promettre (moins de 51 avis,
pour une part d'un sur vingt), le même bord et la même sorte d'auteur dans les espaces de toutes tailles prennent sa
place, puis tous les avis ensemble, mais dès dix-neuf avis jamais au-dessous du plus haut score du groupe ; la réponse
le dit. Un avis est marqué quand il est strictement au-dessus de son seuil : des égaux ne sont jamais marqués à
moitié.

Les vagues : parmi les avis d'un même objet, d'un même bord de l'échelle, trois au plus en sept jours sont présentés
un par un à une personne. Qui les lit voit la vague et décide s'il faut lire la suite. La colère sincère après un
incident réel vient aussi par vagues ; trente personnes ne doivent pas être soupçonnées une à une pour cela.

Ce qu'il répond : « mérite un regard » au-dessus du seuil. « Rien d'inhabituel » seulement quand la part choisie, au
plus, des faux avis connus a un score aussi bas. Entre les deux, ou sans assez de faux avis connus, ou sans aucun
seuil : « on ne peut pas dire ».

Combien de fois il se trompe : sur dix mondes inventés, pour 5 % choisis, aucun groupe d'avis sincères n'en a eu plus de
6,3 % marqués, et 20 % au moins de chaque sorte d'attaque ont été trouvés, avant et après décisions ; avec des attaques
dans un fichier de vraies notes, 5,4 % et 11 % (`bench.red_team --worlds 10` ; dans un seul monde, un petit groupe peut
atteindre 12 %).

À quoi cela sert : sur des données connues, un seuil unique à 5 % dérangeait 29 % des avis défavorables sincères et
2 % des autres ; une règle qui prend les avis défavorables pour des faux protégerait les mauvaises personnes.

Ce qui lui échappe : une promesse pour un groupe n'en est pas une pour chacune de ses parties ; les premiers avis
d'une vague de colère sincère sont encore dérangés plus souvent. Le passé et l'avenir doivent se ressembler ; sinon,
seul l'audit le montre. L'équité a un prix : on trouve moins de faux avis qu'avec un seuil unique.

Sources : la prédiction conforme par groupe (Vovk) ; la borne pour peu d'avis est la loi bêta de la part au-dessus
d'une statistique d'ordre.
""",
    "canary": """
Le canari : un modèle qui s'apprête à servir dérangerait-il un groupe, ou un objet, plus qu'aujourd'hui.

Ce que c'est : un ensemble d'avis lus deux fois par des personnes d'accord et mis de côté pour de bon (l'ensemble
témoin) est marqué par ce qui sert aujourd'hui et par le candidat. Pour chaque groupe, et pour tous les avis
défavorables ensemble, on compte les avis sincères marqués. Le candidat est bloqué quand leur part augmente quelque
part de plus de deux points et de plus d'avis que le hasard n'en explique (deux écarts types). Les objets où les
marques se multiplient sont montrés à qui laisse servir le modèle : parmi les avis récents, décidés ou non, ceux qui
en gagnent au moins cinq et finissent avec trois fois plus qu'avant. Un meilleur modèle le fait aussi, là où
quelqu'un triche ; une personne doit regarder lequel des deux c'est.

À quoi cela sert : qui peut décider peut instruire. Dire faux soixante-dix avis défavorables sincères sur deux mille
laissait inchangé le chiffre de qualité habituel et dérangeait neuf à seize avis défavorables sincères de plus sur
cent. Seule l'erreur par groupe le montre.

Ce qui lui échappe : une dérive plus petite que l'ensemble témoin n'en peut montrer ; avec peu d'avis témoins d'un
groupe, presque toutes. La réponse donne le nombre d'avis sur lequel repose chaque chiffre. Il faut deux personnes
pour laisser servir un modèle bloqué.

Sources : les mises en service prudentes de l'exploitation ; notre propre mesure de décisions empoisonnées.
""",
    "review_graph": """
Les avis d'un espace comme un graphe : ce que disent de chacun les autres avis de son auteur, et sa compagnie.

Ce que c'est : deux sommes sur la même liste d'avis. D'abord, les scores des avis d'un auteur s'additionnent :
beaucoup d'avis ordinaires parlent pour leur auteur. Puis chaque avis entend à quel point sont suspects les auteurs
des autres avis de son objet, d'après ce qu'ils ont écrit ailleurs : la somme de leurs autres avis, jamais plus de 4
dans un sens ou dans l'autre, en moyenne, comme si trois avis neutres de plus étaient là. Un quart de cette moyenne
s'ajoute à la somme de l'auteur.

La voie longue (`propagate`) laisse auteurs, avis et objets se dire les uns aux autres, encore et encore, ce qu'ils
ont entendu de tous les autres, jusqu'à ce que rien ne bouge (propagation de croyances dans un graphe à cycles) : un
avis est ce qu'est son auteur, à un cas sur cent mille près, et son objet partage son sort neuf fois sur dix. C'est ce
que calcule SpEagle, aux mêmes chiffres ; les deux sommes sont ce qu'il en reste quand chacun ne parle qu'une fois et
que la part de la compagnie reste petite.

À quoi cela sert : qui agit en groupe n'est, seul, suspect que de peu ; un objet que le groupe visite le montre.
Cinquante millions d'avis doivent se lire en quelques minutes : plusieurs moteurs calculent cette page, et un test
compare chacun à elle.

Ce qui lui échappe : les groupes qui ne partagent aucun objet. Le poids de la compagnie est un jugement : nous ne
l'avons encore mesuré sur aucun avis étiqueté, et aucun score du site ne s'en sert.

Sources : Rayana et Akoglu, Collective opinion spam detection (KDD 2015), dans les messages desquels c'est la somme de
l'auteur qui compte ; notre mesure de la vitesse, `bench.scoring_speed`, à côté de leur méthode dans sa version
publique.
""",
    "near_duplicates": """
Presque le même texte : ce que deux avis ont en commun, sans garder ni l'un ni l'autre.

Ce que c'est : un texte est découpé en suites de cinq lettres, espaces et ponctuation confondus ; 60 fois, les
suites sont mélangées d'une façon publiée et la plus petite est gardée. La part de places égales entre deux
signatures est en moyenne la part de suites communes aux deux textes (MinHash, Broder 1997). Une signature fait 240
octets quelle que soit la longueur du texte, et deux textes semblables à 0,5 se rencontrent dans au moins une des 20
`bands` 93 fois sur 100, à 0,7 presque toujours : une table indexée les retrouve.

À quoi cela sert : les avis vendus sont souvent le même texte avec deux mots changés.

Ce qui lui échappe : un texte récrit avec d'autres mots, une traduction. Les textes de moins de 40 lettres ne sont
pas comparés : « Très bien, je recommande » n'est pas une copie. L'estimation se trompe de 0,05 environ, dans un
sens ou dans l'autre.
""",
    "deceptive_wording": """
Les mots d'un avis, comparés à ceux d'avis dont l'origine est connue : une voix parmi d'autres, et une voix bornée.

Ce que c'est : trois lectures linéaires du même texte, chacune apprise sur des avis étiquetés d'une seule langue,
dont on fait la moyenne, puis un logarithme des chances. L'une lit les mots, les couples de mots et les suites de
deux à quatre lettres, pesés selon leur rareté (TF-IDF, vecteurs de support linéaires). L'une additionne combien
plus souvent chaque mot ou couple se trouvait dans des avis trompeurs (Bayes naïf). L'une laisse une régression
logistique choisir parmi les mots ainsi pesés, jusqu'à trois de suite. Deux d'entre elles gardent les capitales et la
ponctuation : les habitudes d'écriture passent de l'éloge au blâme, les opinions non.

Comment on compte : la voix est ce que le texte ajoute au logarithme des chances des avis étiquetés pris ensemble,
ou lui retire, jamais plus de 1,5 : les mots n'ouvrent aucun dossier à eux seuls. Un texte de moins de vingt mots
n'a pas de voix : « trop peu de données ». Chaque voix se démonte : les expressions et une constante la donnent en
s'additionnant.

À quoi cela sert : une expérience inventée parle de sentiments et de soi, une expérience vécue de lieux et de
détails. L'habitude se mesure, et elle est trop faible pour suffire seule.

Ce qui lui échappe : les textes écrits avec soin, ou par des machines depuis que les avis étiquetés ont été réunis ;
les langues et les objets sur lesquels il n'a rien appris. Les avis étiquetés publics n'existent qu'en anglais et
sur des hôtels, aucun en français : pour une langue sans étiquettes, il n'y a aucune voix.

Sources : Ott, Choi, Cardie et Hancock (ACL 2011) ; Wang et Manning (ACL 2012) pour le Bayes naïf joint aux vecteurs
de support ; Platt (1999) pour le logarithme des chances ; nos mesures, `bench.fake_reviews`.
""",
    "site_wording": """
Comment sont rédigés les faux avis de ce site : appris de ses décisions, une langue à la fois, une seule voix plafonnée.

Ce que c'est : chaque texte devient une ligne de comptes : ses mots, ses couples de mots et ses suites de deux à quatre
lettres, chacun envoyé par une empreinte publiée vers l'une de 131 072 places. Le poids d'une place dit combien plus
souvent elle se trouvait dans des textes jugés faux (Bayes naïf), corrigé par une régression logistique ; la somme, mise
à l'échelle des logarithmes de chances par des textes qui n'ont pas servi à trouver les poids, dit de combien la façon
d'écrire déplace un avis. `deceptive_wording` dit comment elle est plafonnée.

Comment il apprend : de textes décidés qui ne sont pas en appel, jamais de signalements ; une décision compte comme pour
`learned_suspicion` (accord des lectures, plafonds par personne, par jour et par objet). Au moins 100 textes de chaque
sorte, dans la seule partie la plus ancienne des décisions, et aussi longs que le demande `deceptive_wording`. Un
candidat ne sert que si, avec sa voix, les décisions suivantes sont mieux classées qu'avec ce qui sert aujourd'hui, de
0,02 de précision moyenne ; il est alors appris de nouveau sur toutes, et quelqu'un doit le mettre en service. Une
décision annulée n'en est plus la fois suivante.

Qui le met en service : une personne, sous son nom, au registre public. Là où le canari voit que des avis sincères d'un
groupe seraient dérangés plus qu'aujourd'hui, deux personnes, après un essai sur trente jours d'avis. Une commande le
retire.

Ce qui est gardé : les poids, pas les textes. Une place ne garde un poids que si les textes d'au moins trois auteurs
l'ont employée : ce qu'une seule personne a écrit ne laisse rien, et qui efface son compte n'y laisse aucun texte.

À quoi cela sert : des textes étiquetés publics n'existent qu'en anglais, sur des hôtels ; une communauté connaît ses
propres faux.

Ce qui lui échappe : les textes écrits avec soin ou par des machines depuis ; les langues où l'on décide peu, où il n'y
a aucune voix. L'empreinte mélange des expressions qui partagent une place ; on ne peut pas dresser la liste de celles
qui ont pesé : c'est le prix de n'en garder aucune.

Sources : Weinberger et autres (ICML 2009) pour les empreintes de mots ; Wang et Manning (ACL 2012) pour Bayes naïf
avant un modèle linéaire ; Platt (1999) pour l'échelle ; nos propres mesures, `bench.fake_reviews` et `bench.patterns`.
""",
    "rating_network": """
Les comptes qui notent de mauvaise foi, reconnus aux notes qu'ils ont données, jamais à celles qu'ils ont reçues.

Ce que c'est : pour chaque compte, 32 chiffres simples sur les notes qu'il a données : à quelle distance elles sont
de ce que d'autres ont donné aux mêmes comptes, avant et après ; s'il loue ceux dont les autres se méfient ou blâme
ceux à qui ils se fient ; à quelle allure et depuis quand il note ; comment ceux qu'il note se conduisent
eux-mêmes quand ils notent ; à quelle distance il est des plus soigneux parmi ceux qui ont noté les mêmes ; s'il est du
côté des comptes qu'on sait honnêtes, ou de ceux qu'on sait frauduleux. Les comptes étiquetés font de chaque chiffre
un rang parmi eux, et une régression logistique fait des rangs un logarithme des chances. Chaque chiffre y ajoute sa
part : toute réponse se démonte.

Comment on compte : les notes vont de −1 à 1. Tout ce qu'un compte a reçu est laissé hors de ses chiffres, jusqu'à
sa part dans le soin reconnu aux autres, et sa propre étiquette aussi : un test change ce qu'il a reçu et retrouve les
mêmes chiffres. Une direction est fixée là où elle est claire (plus de désaccord n'abaisse jamais le logarithme des
chances, plus de variété ou une plus longue vie ne l'élève jamais). Une note basse n'est pas un signe par elle-même, et
mettre en garde contre ceux dont d'autres se méfient aussi n'en est pas un. Un compte dont on ne sait rien vaut, pour
qui le note, ce que disent de lui ses propres notes aux comptes connus.

À quoi cela sert : les étiquettes de fraude viennent souvent des notes qu'un compte a reçues ; un score tiré des
mêmes notes aurait raison en tournant en rond. Et qui est mal noté n'est pas pour autant quelqu'un qui note mal.

Combien de fois il se trompe : sur un marché (les quatre premiers cinquièmes de 35 592 notes, 189 comptes étiquetés), il
place un compte frauduleux au-dessus d'un compte honnête dans 93 cas sur cent, et dans 96 quand tous deux ont noté ; une
forêt aléatoire sur les chiffres habituels y arrive dans 90. Soixante-cinq des 189 n'ont noté personne, et quarante-six
de ceux-là ne sont même pas dans le fichier : rien ne les distingue que ce qu'ils ont reçu. Si tous les autres étaient à
leur juste place, on en serait à 97 au plus. La liberté laissée au choix et l'usage des comptes connus ont été décidés à
neuf sur chaque partie qui forme ; la liste des chiffres a été faite ces étiquettes sous les yeux.

Ce qui lui échappe : les comptes qui n'ont rien noté sont tous pareils à ses yeux ; les comptes patients, d'accord
avec tout le monde jusqu'au jour dit ; les groupes qui ne notent personne d'autre. Qui loue de bonne foi un compte
frauduleux lui ressemble un peu. Il n'a été mesuré que sur un seul marché, et n'ouvre ici aucun dossier.

Sources : Kumar, Hooi, Makhija, Kumar, Faloutsos et Subrahmanian (REV2, WSDM 2018) pour le soin de ceux qui notent ;
Tang, Hua, Gao, Zhao et Li (GADBench, NeurIPS 2023) pour les chiffres des voisins ; nos mesures, `bench.fake_reviews`.
""",
    "apomediary": """
Apomédiaires : qui aide bien, en ce moment, sur un sujet ; sans niveau, sans droit, et cela s'efface tout seul.

Ce que c'est : pour chaque personne, sujet et espace, S = la somme sur ses réponses dans le sujet de
2^(−âge / 60 jours) × w, plus 0,4 fois la somme sur toutes ses réponses dans l'espace de 2^(−âge / 5 jours) × w :
qui est là maintenant. Le poids w d'une réponse est : meilleure + 0,15 × ln(1 + mercis) − 0,2 si elle est sous zéro +
0,3 + 0,7 × (1 − la part de questions résolues). « La meilleure » est la réponse choisie par la personne qui a
demandé, ou par les votes : là où peu de questions sont marquées comme résolues, être la meilleure dit peu de chose, et
toute réponse compte autant.

Deux chiffres, jamais un seul : combien quelqu'un aide en ce moment (S), et combien souvent ses réponses sont jugées
les meilleures (un taux sur un an, rapproché de trois sur dix tant que les réponses sont rares, avec son intervalle
à 90 %). Une troisième liste, « en train d'émerger », nomme les personnes qui ont deux meilleures réponses en 60 jours
et ne sont pas parmi celles qui aident d'habitude dans l'espace : les cinquante qui ont le plus de meilleures réponses,
dans un petit espace la moitié supérieure.

Une question qui attend est une autre affaire. Qui pourrait aider maintenant : l'aide sur son sujet (0,3 + la somme
longue), fois qui est là maintenant (1 + la somme courte), fois la racine carrée de 0,1 + ce que les questions déjà
répondues ont de ressemblant avec celle-ci. Une question ressemble à une autre autant qu'elle en a les mots, les rares
comptant plus ; chaque réponse compte 2^(−âge / 180 jours) × w. Les personnes trouvées sont proposées, jamais désignées,
les mieux jugées d'abord : le logarithme des chances d'être la meilleure réponse dans tout l'espace (rapproché de trois
sur dix fois la part de questions résolues), plus la moitié de la moyenne de ln(1 + mercis) par réponse.

À quoi cela sert : sur des années d'un vrai forum, ne compter que l'aide récente a trouvé les personnes qui aident les
soixante jours suivants bien mieux que toute réputation à vie ; et cela se dit en une phrase. Les poids ont été choisis
sur les dix-huit premiers mois du forum, la vitesse à laquelle s'efface « là maintenant » sur ses trois premières années
et demie, pour que la liste change avec les gens ; les chiffres de l'année suivante étaient sous nos yeux pendant ce
choix, et le flattent un peu.

Pour qui : les personnes dont les réponses aux nouveaux venus étaient plus souvent les meilleures le restent, dans le
même sujet, environ un quatorzième plus souvent que les autres ; l'explication dit donc combien de ces questions il y
eut. Les autres sortes de questions (longues, « comment », oui ou non, prix) n'ont rien annoncé que nous sachions
mesurer.

Ce qui lui échappe : les bons conseils que personne ne marque ni ne remercie, et l'aide donnée ailleurs. Il trouve
surtout des gens déjà actifs : d'où la liste de ceux qui émergent. Il ne dit rien du caractère et n'est jamais converti.

Sources : Eysenbach, JMIR 2008;10(3):e22 ; Zhang, Ackerman, Adamic, WWW 2007 (à quoi nous avons comparé) ; nos
mesures.
""",
    "earned_status": """
Statut acquis : ce qu'un membre a acquis dans un espace et un sujet, par les retours que d'autres y ont donnés.

Ce que c'est : les retours pour et contre sont additionnés, divisés par deux tous les 90 jours, au plus une unité de
la même personne par période de 90 jours, les premiers d'abord. Un retour compte pour un quand la personne qui le
donne a acquis un statut ici ou que l'échange est vérifié ; rien n'en vérifie encore ici, car deux comptes peuvent se
confirmer n'importe quoi. Sinon il compte au plus pour un demi : contre, aussitôt ; pour, d'autant plus que la
personne est ici depuis longtemps, car un compte du jour ne dit rien. Quand un retour a une
taille (une note de un à dix), il compte par sa racine carrée. Le niveau se lit sur une valeur prudente, la moyenne
moins un écart type de la loi Bêta(1 + pour, 1 + contre), et sur le nombre de personnes de confiance différentes qui
se sont exprimées depuis un an. Il faut les deux. Il ne s'ajoute jamais à un statut venu d'ailleurs.

Personnes sévères : qui parle contre des gens dont les autres pensent du bien est plus sévère que la plupart. Au-delà
d'un point publié, ses retours défavorables comptent moins, en proportion ; ses retours favorables comptent tels
quels. Cela dit une façon de juger, pas une personne, et seuls les trust managers le voient.

Parrainages qui tournent mal : qui a parrainé une personne ensuite sanctionnée porte une petite marque. Elle compte à
côté des retours défavorables, comme un quart de l'un d'eux, et se divise par deux tous les 180 jours. Toutes les
marques ensemble abaissent un statut d'un niveau au plus, et celui de personne d'autre.

Ce qu'on peut attendre : à côté de la valeur prudente se tient la part de retours favorables à attendre ensuite,
tirée des mêmes retours, les dernières semaines un peu à part. Aucun niveau ne s'y lit ; elle sert à mesurer les
sommes.

À quoi cela sert : avec peu de retours, la valeur prudente est plus basse, et nul n'est jugé sur un seul avis ;
parce qu'il s'efface, un statut dit ce qu'on fait maintenant ; parce que chacun compte une fois, vingt amis ne sont
pas deux cents.

Ce que cela borne : qui n'a rien acquis ne compte jamais parmi les personnes qu'un niveau demande ; un groupe où nul
n'a de statut acquis ni d'échange vérifié n'acquiert donc rien, quel que soit le nombre de ses comptes.

Ce qu'elle vaut : sur un marché entre inconnus, en avançant dans le temps, la seule part attendue plaçait un retour
favorable avant un défavorable dans 91 paires sur 100, et dans 96 sur 100 quand on connaît qui parle (le dernier
cinquième de la partie sur laquelle nous avons réglé : ailleurs, ce sera moins).

Ce qui a changé : 2.1 compte une marque parmi les retours défavorables ; 2.0 la retirait de la valeur prudente, où
elle pesait autant que plusieurs de ces retours. 2.0 a apporté les retours défavorables, leur taille et la
sévérité.

Ce qui lui échappe : les faveurs échangées entre personnes qui ont toutes deux un statut, la peur de donner un
mauvais retour, et le bon travail que personne ne remarque. Qui change d'avis dans les 90 jours est entendu une fois
ce délai passé.

Sources : Jøsang et Ismail 2002 (réputation Bêta) ; demi-vie mesurée sur deux réseaux de notes.
""",
    "referral": """
Parrainage : deux membres qui ont acquis la confiance d'un espace répondent d'une personne nouvelle, pour six mois.

Ce que c'est : une personne nouvelle est parrainée quand deux membres différents, qui peuvent parrainer dans cet espace
ou sur ce thème, répondent d'elle en moins de 90 jours. Cela donne le niveau que l'espace publie pour cela, jamais
davantage, pendant 180 jours, ou jusqu'à ce qu'elle en ait acquis autant par elle-même. Qui parraine a trois places.
Une place est prise dès le parrainage, jusqu'à la fin de ce qu'il porte, et pendant 180 jours au moins, même si on le
retire.

Qui peut parrainer : toute personne que cinq autres au moins ont trouvée utile là, par des mots qui comptent
pleinement, avec au plus un contre pour dix. Cela ne s'efface pas : qui a aidé des années peut parrainer après un
printemps tranquille. Qui est soi-même parrainé, ou reconnu à cause d'un autre espace, ne peut pas parrainer. On ne
parraine pas quelqu'un dont une personne qui peut parrainer là a dit du mal, ni pendant une pause décidée là ; tant
qu'une pause court, un parrainage ne compte pas.

Ce que cela coûte : si la personne est sanctionnée dans les 180 jours qui suivent un parrainage, et que le délai
d'appel est passé ou l'appel jugé, chacun des deux reçoit une marque d'un quart de retour défavorable, divisée par deux
tous les 180 jours. Si plusieurs paires ont parrainé, l'une après l'autre ou sur des thèmes différents, la dernière
venue répond : une sanction ne retombe jamais sur plus de deux personnes. Toutes les marques ensemble n'abaissent
personne de plus d'un niveau, et cela ne va pas plus loin : qui a parrainé ces deux-là ne perd rien. Trois marques en
365 jours suspendent le droit de parrainer, pas le statut, jusqu'à ce que la plus ancienne des trois ait 365 jours. Une
sanction annulée emporte ses marques.

À quoi cela sert : une personne nouvelle que connaissent des membres estimés n'attend pas des mois, et nul ne peut
être amené à ouvrir la porte à une foule.

Ce que cela borne : chaque personne parrainée occupe deux places de deux personnes qui ont acquis la leur. Des
personnes trompées ou achetées, au nombre de D, font donc entrer au plus 3/2 D comptes à un moment donné, quel que soit
le nombre des faux comptes, et si souvent qu'ils demandent, partent, reviennent et se recommandent entre eux.

Ce qui a changé : 1.1 fait répondre une seule paire d'une sanction, quand plusieurs ont pu parrainer.

Ce qui lui échappe : deux membres estimés qui se trompent à la fois, et une personne de mauvaise foi qui se tient bien
180 jours. Il ne dit rien des personnes nouvelles que nul ne connaît : acquérir reste la voie principale.

Sources : une étude sur deux réseaux de notes, où les personnes nouvelles bien notées au début par deux membres estimés
ont mal tourné deux fois moins souvent que les autres ; des places d'après les limites d'Advogato (Levien 2000).
""",
    "surge": """
Vague : si beaucoup de personnes indépendantes signalent un opérateur en même temps. Calme, possible ou confirmée.

Ce que c'est : un regard sur deux fenêtres qui glissent, d'une heure et de six, toutes les dix minutes pleines. Les
voix qui peuvent venir d'une même main comptent pour une (`clusters`). Une vague est possible à partir de cinq voix
indépendantes en une heure, ou de huit en six. Elle est confirmée à partir de douze en une heure, ou de dix-huit en
six, quand huit d'entre elles sont de membres déjà actifs dans cet espace, et quand tant de voix seraient très
improbables (moins d'une chance sur cent mille) pour cet opérateur à cette heure de la semaine. Chaque pas demande
deux regards de suite. Un état dure 24 heures après le dernier regard qui l'a atteint. Deux chiffres sont toujours
côte à côte : les voix reçues et les voix indépendantes.

Ce qui est habituel : les voix indépendantes des 26 dernières semaines, par heure de la semaine, tirées vers la
moyenne de l'opérateur là où l'on sait peu. Une heure compte au plus pour trois voix, ou quatre fois la moyenne,
pour qu'une vague passée ne rende pas la suivante habituelle. Les voix viennent en grappes : leur nombre suit une
loi binomiale négative, qui admet plus que le seul hasard.

À quoi cela sert : un soir de colère n'est pas un scandale, et un scandale ne doit pas attendre une réunion. Une
vague confirmée oblige l'opérateur à répondre sous 72 heures : ni des visiteurs sans compte, ni des comptes créés
pour l'occasion ne peuvent donc en confirmer une. Et comme un état ne tourne qu'aux dix minutes pleines, un regard
plus tard, le moment où il tourne ne dit pas qui a parlé en dernier.

Ce qui lui échappe : un abus que beaucoup signalent au fil des semaines ; un opérateur sans membres déjà actifs ici,
pour qui seul parle ce que des membres ont fait ailleurs sur ce site ; une brigade de membres patients, depuis
beaucoup de réseaux, avec leurs propres mots. Une brigade ne peut pas cacher une vague, mais celle qui appuie
pendant des semaines peut faire paraître habituel d'appuyer beaucoup. Elle mesure les signalements, non s'ils sont
vrais.

Sources : les règles d'état des sites qui suivent les pannes ; la surveillance de comptes par la loi binomiale
négative (Noufaily 2013) ; des fenêtres qui glissent plutôt que des heures fixes, car celles-ci manquaient une vraie
vague de trente voix en une heure (notre simulation).
""",
    "clusters": """
Grappes : quelles voix peuvent venir de la même main, pour compter comme une seule.

Ce que c'est : les voix sans compte, ou de membres qui n'étaient pas encore actifs dans cet espace, sont réunies
quand elles viennent du même bloc de réseau en un jour ; celles de ces membres le sont aussi quand leurs comptes ont
été créés à moins de dix minutes l'un de l'autre, quand une même personne les a invités, et avec la voix de cette
personne. Celles de membres déjà actifs sont réunies à partir de la quatrième par jour et par bloc. Celles de
quiconque sont réunies quand leurs mots sont presque les mêmes en une semaine. Il y a trois rangs : sans compte, un
compte sans activité plus ancienne ici, une activité plus ancienne ici. Des voix d'un rang inférieur n'en réunissent
jamais deux d'un rang supérieur : nul ne peut faire taire des membres en les imitant. La première voix d'une grappe
compte ; chaque autre reste visible, est marquée comme non comptée, et dit pourquoi. Une grappe de plus de cinq voix
compte toujours pour une ; elle n'annule rien, et l'alerte est marquée « à examiner ».

À quoi cela sert : une brigade de deux cents comptes est une poignée de mains ; une vraie vague en est beaucoup.

Ce qui lui échappe : les brigades venues de nombreux réseaux avec leurs propres mots et des comptes de longue date ;
et elle peut réunir des gens qui partagent une maison, un bureau ou un opérateur de téléphone, ou qui ont créé leur
compte dans les mêmes minutes de colère. C'est pourquoi rien n'est jeté, aucune raison n'est un verdict, et chacun
peut contester : une voix dont un auditeur trouve qu'elle tient par elle-même n'est plus réunie à aucune autre. Les
blocs de réseau ne sont connus que par une empreinte à clé, pendant trente jours ; qui est venu par l'invitation de
qui, pendant un an, et non qui avait invité cette personne. Une voix plus tardive peut réunir deux grappes : ce qui
a été publié reste comme il était.

Sources : union d'ensembles (Tarjan 1975) ; mots presque identiques par `near_duplicates`.
""",
    "public_counts": """
Comptes publics : combien de voix, dit avec retard et par lots, pour qu'aucun chiffre ne trahisse personne.

Ce que c'est : les chiffres sont regardés quand une heure est finie. Un lot est publié quand au moins trois voix
nouvelles sont venues depuis le précédent et que chacune se cache parmi au moins cinq personnes : celles qui étaient
autour de l'opérateur pendant ces heures, divisées par les voix. Sinon les voix attendent l'heure suivante, et pour
toujours si aucune ne vient. Tant qu'aucun lot n'a paru, une voix ou cent s'affichent « moins de 3 ».

À quoi cela sert : avec un compte en direct, un opérateur simulé qui savait qui était venu et quand pouvait nommer
87 personnes sur 100 qui avaient signalé ; avec ces lots, aucun.

Ce qui lui échappe : un opérateur qui ne connaît qu'une personne ayant des raisons de se plaindre n'a pas besoin de
compte pour deviner. Les personnes venues sont comptées d'après ce que le site en sait ; les visiteurs sans compte
ne comptent que si l'appelant sait les distinguer.

Sources : k-anonymat (Sweeney 2002) ; notre simulation d'un opérateur qui observe.
""",
    "review_order": """
L'ordre des avis dans une liste : un parmi cinq, choisi par qui lit, les plus récents d'abord sans choix.

Ce que c'est : une liste est mise dans l'ordre d'un ou deux chiffres publiés de chaque avis : sa date, ses étoiles (ou
la note de la source d'où il vient), le nombre de membres qui ont dit qu'il les a aidés. Les égaux vont du plus récent
au plus ancien ; ce qui n'a pas de note vient en dernier là où les notes décident. Rien d'autre ne compte : ni paiement,
ni score, ni la personne qui lit, ni un lien entre nous et ce dont on parle.

À quoi cela sert : l'ordre décide de ce qui est lu. Qui range les avis selon ce qui paie peut dire n'importe quoi de la
moyenne. Les plus récents viennent d'abord, parce que cela se vérifie d'un coup d'œil et que l'éloge et le blâme sont
également récents.

Ce qui lui échappe : le plus récent n'est pas le plus parlant ; « le plus utile » favorise ce qui est là depuis
longtemps ; qui a beaucoup d'amis est aidé par eux, ce que les votes ne montrent pas ici.
""",
    "sentence_diff": """
Ce qui a changé entre deux versions d'un texte, phrase par phrase.

Ce que c'est : les deux textes sont découpés en phrases, titres, points de liste et lignes de tableau (le Markdown
est compris : marques, soulignements et filets ne sont pas du texte). Les phrases qui figurent une seule fois dans
chaque version servent d'ancres ; entre elles, on cherche le plus long ordre commun ; ce qui reste est apparié quand
la moitié au moins des mots concordent, et montré mot par mot.

À quoi cela sert : une règle de 300 ko change d'une phrase, et une comparaison par lignes montre un mur de 458 mots.

Ce qui lui échappe : un passage déplacé est montré comme supprimé là et ajouté ici ; une phrase coupée en deux,
comme modifiée. Une abréviation qu'il ne connaît pas peut finir une phrase trop tôt, dans les deux versions de la
même façon.

Sources : différences « patience » (Cohen) ; difflib de Python pour les mots.
""",
    "change_class": """
La classe d'un changement dans un texte publié : technique, rédactionnel ou de fond. Une suggestion ; une personne
signe.

Ce que c'est : les phrases dont ne changent que les espaces, les marques, les liens, les capitales ou la ponctuation,
ou qui sont seulement coupées ailleurs, les adresses électroniques cachées aux robots, la ligne qui dit quand le texte
a été mis à jour, l'avis qu'il l'est, les numéros d'une liste et les menus de liens sont techniques. Une adresse
postale de la même société, ou le numéro d'un passage auquel on renvoie, est rédactionnel. Pour le reste, un changement
est de fond quand un chiffre, une date ou un montant diffère, quand un mot qui oblige, permet, refuse, fixe un délai ou
un nombre, ou la forme d'une société, apparaît ou disparaît (« must », « may », « not », « only », « thirty », « Ltd »,
« doit », « peut », « sans », « délai »…), quand une phrase d'au moins cinq mots est ajoutée ou supprimée, ou quand
plus de trois mots sur dix diffèrent. Ce qui reste est rédactionnel. Dans le doute, il est de fond.

À quoi cela sert : la moitié des versions de vraies règles diffèrent d'une ligne ou deux ; averti de chacune, nul
n'en lit aucune. Et un opérateur qui dit rédactionnel un changement de fond doit le faire contre une opinion
publiée, motivée.

Ce qui lui échappe : un sens changé par un nom ordinaire (« membres » devenu « abonnés ») est dit rédactionnel ; une
phrase déplacée sans changement aussi ; il ne sait pas quelles clauses importent à qui.
""",
    "clause_anchors": """
Où se trouve une clause dans la version suivante d'un texte, ou qu'elle n'y est plus.

Ce que c'est : une clause est retenue par ses mots, les phrases qui la précèdent et la suivent, son titre et sa
hauteur dans le texte. Dans une autre version, on cherche d'abord les mêmes mots ; là où ils figurent plusieurs fois,
les voisines, le titre et la distance décident. Sinon, on prend la phrase qui lui ressemble le plus, quand six mots sur
dix concordent, ou moins si ses deux voisines n'ont pas changé, davantage si ses voisines se suivent désormais, ou
quand presque toute la plus courte des deux figure dans la plus longue ; les mots présents partout dans le texte
comptent pour un tiers. Autrement, la clause est dite perdue : elle passe devant une personne, et ce qui en a été dit
reste auprès des mots dont on parlait.

À quoi cela sert : on discute d'une phrase. Quand le texte change, la discussion ne doit ni passer à une autre phrase,
ni disparaître, ni faire hésiter qui publie à corriger une virgule.

Ce qui lui échappe : une clause redite avec de tout autres mots est dite perdue ; coupée en deux phrases, elle est
retrouvée dans la plus longue ; un texte remplacé par sa traduction perd toutes ses clauses.

Sources : ancrage robuste (Web Annotation du W3C : sélecteurs de citation et de position) ; Dice, 1945.
""",
    "priority": """
L'ordre du bureau : ce qu'une personne doit regarder d'abord, et pourquoi en une ligne.

Ce que c'est : dommage × exposition × incertitude, entre 0 et 1, plus l'âge du dossier sur le chemin de son échéance,
entre 0 et 1 aussi. Le dommage vient d'une table publiée, par règle invoquée ; de plusieurs, la plus lourde compte.
L'exposition croît comme le logarithme des personnes qui ont écrit au même endroit ces trente derniers jours (à propos
de la même chose, dans la même discussion), d'un quart pour aucune à un pour cent ; ce qui est masqué n'est rencontré
par personne. L'incertitude vaut un là où une personne est le plus nécessaire : un appel, des signalements qui pèsent
un ou plus ensemble (`report_weight` ; sans compte, ils ne comptent pas ici), ou un score juste au seuil ; elle est la
plus basse (une moitié) loin de lui. Passé son échéance, un dossier vient avant tous ceux qui ne le sont pas.

À quoi cela sert : un bureau dans l'ordre d'arrivée laisse une menace sous quarante plaintes à propos d'une étoile ;
un bureau dans l'ordre de la colère oublie les discrets pour toujours. Le terme d'âge fait que tout est regardé
avant son échéance.

Ce qui lui échappe : un dommage qu'aucune règle ne nomme ; une page rarement vue qu'une personne lit chaque jour. Nous
ne comptons les lectures de personne : qui a écrit à un endroit tient lieu de qui peut le lire. Une deuxième voix
compte, une dixième non : une foule ne déplace rien. Qui signale ne change pas non plus le dommage ni l'exposition : une
adresse est là, lisible par tout le monde, qui que ce soit qui la montre.

Ce qui a changé : 2.1 prend ce que les signalements pèsent ensemble, là où 2.0 prenait deux personnes. Deux personnes
dont on ne sait encore rien pèsent un, comme avant ; des amis comptent une fois, et qui n'est jamais suivi n'avance
rien. Aucun dossier n'en a été avancé, et les échéances sont restées. 2.0 prend les neuf règles du bureau au lieu de
quinze motifs à elle, et les personnes qui ont écrit au lieu de celles qui ont lu, que personne ne compte. C'est la
première version que suit un bureau.
""",
    "denunciation": """
Le signalement comme une arme : qui signale toujours la même personne ou le même objet, seul ou à plusieurs, sans être
jamais suivi.

Ce que c'est : une somme d'indices sur un signalement, d'après ce que sont devenus les précédents de la même personne
(les cinquante derniers décidés) : combien, sur le même auteur ou le même objet, n'ont pas été retenus ; combien l'ont
été ; combien de cibles différentes ; et combien d'autres personnes, dont aucun signalement décidé n'a été retenu, ont
signalé la même cible dans la semaine. Tout signalement part de −2,2, comme si un sur dix était malveillant. À partir
de 0,0, qui lit le signalement en est averti, chiffres à l'appui. Avec moins de trois signalements décidés, ou sans
compte, rien n'est dit de la personne ; ce que d'autres ont fait en même temps l'est encore.

Comment on compte : chaque doublement pèse autant, si bien que le dixième signalement sans suite ajoute peu au neuvième.
Une décision annulée compte comme elle a été annulée. Un signalement qui attend une décision ne compte pas.

Ce qu'il ne fait jamais : retarder, masquer, classer ou clore un signalement. Celui-ci est lu comme tout autre, dans le
même délai, selon la règle qu'il nomme ; avoir eu tort ne prouve rien aujourd'hui, et qui est harcelé peut bien
signaler dix fois la même personne. Qui a signalé n'est pas montré.

À quoi cela sert : le droit de signaler est aussi un moyen de faire taire : les amis d'un professionnel contre chaque
avis défavorable, un groupe contre un auteur.

Ce qui lui échappe : qui signale une seule fois, de comptes neufs, et qui a d'abord eu raison quelques fois. Sa justesse
est inconnue tant qu'un audit ne l'a pas mesurée ; `bench.patterns` la mesure sur des signalements inventés, avec des
personnes harcelées et des zélées parmi les gens de bonne foi.

Sources : aucune étiquette publique n'a été trouvée ; notre propre règle.
""",
    "report_weight": """
Le poids d'un signalement : combien de fois cette personne, pour ce motif et sur ce thème, a été suivie.

Ce que c'est : la part des signalements décidés d'une personne, pour un motif et sur un thème, qui ont été retenus ;
ramenée vers un demi comme si quatre autres avaient été décidés, dont deux retenus. Des personnes liées, parce que l'une
est venue par l'invitation de l'autre, comptent une fois : pour le plus grand de leurs poids.

Comment on compte : un signalement qui attend une décision ne compte pas, ni celui qu'une modification de l'auteur a
clos. Une décision annulée compte comme elle a été annulée. Sans compte, un signalement pèse un demi.

Ce qu'il fait : il est dit à côté du signalement, jamais avec un nom, et à qui l'a envoyé, avec ses chiffres, sur sa
propre page. Dans l'ordre du bureau (`priority`), les signalements sur une même chose la font avancer dès qu'ils pèsent
un ensemble.

Ce qu'il ne fait jamais : masquer ou clore quoi que ce soit, ou déplacer une échéance. Un signalement sans poids est lu
comme tout autre, avant la même échéance.

À quoi cela sert : dix amis qui signalent dix fois sont une seule voix ; et qui a souvent raison sur les avis achetés
n'a encore rien dit des insultes.

Ce qui lui échappe : les gens dont personne ne connaît le lien ; et qui a raison sur des choses rares, donc rarement.

Sources : une loi Bêta a priori sur une part, sous sa forme la plus simple ; le choix des nombres est le nôtre.
""",
    "error_rates": """
Combien de fois un score se trompe, d'après les dossiers que des personnes ont décidés, et ce qu'un tel compte laisse
ouvert.

Ce que c'est : les avis se partagent en deux parts, ceux pour lesquels un score a demandé un regard et ceux qu'il a
laissés. Des premiers, on décide presque tout ; des seconds, ceux qu'un tirage public désigne. La part jugée
inacceptable de chaque côté, multipliée par le nombre d'avis de ce côté, donne trois chiffres : combien d'avis
signalés le méritaient (précision), combien d'avis honnêtes ont été signalés (fausses alertes), combien d'avis
inacceptables ne l'ont pas été (manqués).

Comment on compte : chaque part a l'intervalle de Wilson. Un chiffre fait des deux prend le pire et le meilleur de
leurs intervalles, chacun élargi pour que les deux tiennent ensemble dans 95 comptes sur 100. En dessous de vingt avis
décidés d'un côté, rien n'est dit. La courbe de fiabilité se compte de même, pour les avis dont on a dit à peu près la
même probabilité ; vingt avis décidés des deux côtés ensemble y suffisent.

À quoi cela sert : un signalement que personne ne vérifie est une accusation. Un chiffre sans son incertitude en est
une autre.

Ce qui lui échappe : qui décide peut se tromper aussi, et voit qu'un score a demandé. Les avis que quelqu'un a
signalés, et ceux dont un score a dit « trop peu de données », ne sont pas dans le compte.

Sources : Wilson (1927) pour l'intervalle ; Cochran (1977) pour le compte par parts ; l'inégalité de Bonferroni pour
l'élargissement.
""",
    "decision_figures": """
Les chiffres de la modération : ce qui est compté, d'après quelles décisions, et ce qu'un compte laisse ouvert.

Ce que c'est : sept chiffres sur les décisions envoyées, et un sur ce qui attend. À temps : des dossiers dont l'heure
de décider tombait dans la période, la part décidée avant elle. Renversées : des recours auxquels on a répondu, la part
où la première décision n'a pas tenu. Manqués : de ce qu'un tirage public a désigné parmi ce que personne n'avait
contesté, la part que des personnes ont jugée inacceptable. Précision d'une règle : des signalements décidés qui la
nommaient, la part décidée par cette règle même ; pour le score publié, la part décidée par une règle qu'il cherche.
Répondus : des signalements déposés, la part dont le dossier a une réponse, et le temps qu'il a fallu. Équité : combien
de fois un masquage est plus probable d'un côté que de l'autre : d'une ou deux étoiles face à quatre ou cinq, en
français face à l'anglais, sur le doute d'un professionnel face au signalement d'un membre.

Comment on compte : chaque part a l'intervalle de Wilson, comme dans `error_rates`. Les chances d'un masquage sont les
masquages divisés par les autres décisions ; le rapport de chances divise celles d'un côté par celles de l'autre, un
demi étant ajouté à chacun des quatre comptes. Son intervalle est celui de son logarithme. L'un et l'autre tiennent dans
95 comptes sur 100. En dessous de vingt décisions d'un côté, rien n'est dit. Le mouvement et l'âge sont des comptes
entiers : rien n'y est estimé. Pour l'équité, seules les premières décisions comptent ; pour la précision, le dernier
mot.

À quoi cela sert : qui décide des mots des autres doit montrer combien de fois il se trompe, et s'il se trompe davantage
contre certains.

Ce qui lui échappe : pourquoi deux côtés diffèrent. Une plainte enfreint souvent la règle sur les personnes privées,
parce qu'elle nomme qui a répondu ; les chances diffèrent alors bien que la même règle ait valu des deux côtés. Un
intervalle qui contient 1 ne prouve pas que les deux côtés sont traités de même, et un intervalle qui ne le contient pas
ne prouve pas le contraire : il dit où regarder. Aucun chiffre n'est fait de plusieurs autres.

Sources : Wilson (1927) ; Woolf (1955) pour l'intervalle du rapport ; Haldane (1956) et Anscombe (1956) pour les demis.
""",
    "like_cases": """
Les grappes du bureau : quels éléments en attente se ressemblent tant qu'en regarder quelques-uns renseigne sur tous.

Ce que c'est : les éléments en attente d'un même espace et d'une même sorte sont pris du plus ancien au plus récent.
Chacun se range avec le premier élément d'une grappe antérieure quand il lui ressemble ; sinon il peut en commencer une.
Deux éléments se ressemblent quand leurs textes sont presque les mêmes (`near_duplicates`, 0,7 ou plus). À partir de
0,5, ils se ressemblent aussi si autre chose que les mots les joint : le même auteur, la même personne parmi celles qui
les ont signalés, ou un jour au plus entre eux. Des textes trop courts pour être comparés doivent être les mêmes à la
lettre, et être joints de cette façon aussi.

Comment on s'en sert : qui décide voit pour chaque élément ce qu'il partage avec le premier, et ce qui les joint
d'autre. Une grappe ne peut être décidée d'un coup que par une personne qui en a ouvert un échantillon : le premier
élément, celui qui lui ressemble le moins, et d'autres qu'une empreinte désigne, trois au moins et un sur dix. Ouvrir
veut dire : dans les mots qui s'y trouvent maintenant. Le tout peut être annulé pendant dix secondes. Les décisions des
autres, les textes modifiés et les éléments en d'autres mains restent dehors.

À quoi cela sert : quarante copies d'une même publicité sont une décision ; prise quarante fois, les trente dernières ne
sont pas lues. Prise depuis une liste sans un regard, aucune ne l'est.

Ce qui lui échappe : la même histoire dite avec d'autres mots, et une traduction. On compare avec le premier élément
seulement : deux éléments qui se ressemblent, et un peu moins au premier, peuvent rester séparés. Semblable ne veut pas
dire coupable : les personnes qui copient une même lettre ouverte se ressemblent aussi, et chacune garde son recours.

Sources : regroupement autour d'un premier (Hartigan 1975) ; la ressemblance par `near_duplicates`.
""",
    "double_reading": """
Si des personnes qui lisent le même avis en disent la même chose, et si un score sous leurs yeux change ce qu'elles
disent.

Ce que c'est : deux chiffres sur les lecteurs. L'accord : un avis tiré pour un audit en aveugle est lu par deux
personnes qui ne savent rien l'une de l'autre ; le kappa de Cohen dit de combien elles s'accordent plus souvent que le
hasard seul ne le ferait. 1, c'est toujours ; 0, pas plus que le hasard. L'ancrage : sur une part publiée des dossiers,
le score ne s'ouvre qu'après une première opinion. On compte combien de fois une opinion donnée avant dit ce que dit le
score, et combien de fois une décision prise avec le score sous les yeux dès le début le dit ; la différence est ce
qu'ajoute le fait de le voir.

Comment on compte : « faux » et « demande un regard » disent la même chose, « authentique » et « rien d'inhabituel »
aussi ; qui ne peut pas dire est laissé de côté pour l'ancrage, et compte comme une réponse à part pour l'accord.
L'intervalle du kappa est tiré de l'intervalle de Wilson de l'accord observé, le hasard étant tenu pour connu. Celui de
la différence réunit deux intervalles de Wilson (Newcombe). En dessous de trente lectures d'un côté, rien n'est dit.

À quoi cela sert : si les personnes ne font que répéter la machine, ses erreurs se confirment elles-mêmes, et ce
qu'elle apprend d'elles est sa propre voix. Si deux personnes diffèrent souvent, une décision dépend de qui l'a prise.

Ce qui lui échappe : l'accord n'est pas la vérité ; deux lecteurs peuvent partager une erreur. Les dossiers ne se
ressemblent pas : seul le tirage de ceux dont le score est caché rend les deux parts comparables. Des lecteurs qui se
savent mesurés lisent peut-être avec plus de soin.

Sources : Cohen (1960) ; Wilson (1927) ; Newcombe (1998), pour la différence de deux parts.
""",
    "audit_sample": """
Le tirage d'un audit : ce qui est regardé, et par qui, choisi par un nombre que personne ne pouvait connaître avant.

Ce que c'est : un audit est annoncé avec la liste de tout ce qu'il pourrait regarder, celle de toutes les personnes
qui pourraient regarder, et combien il en prend de chaque. Les empreintes des deux listes sont au registre public. La
graine est le SHA-256 du premier point de contrôle de ce registre que des témoins extérieurs ont signé une fois
l'annonce inscrite. Chaque élément reçoit un sort : le SHA-256 de la graine, de l'audit, de ce qui est tiré et de
l'élément, chacun sur sa ligne. Les sorts les plus bas sont tirés ; les personnes qui regardent le sont de la même
façon.

Comment on compte : un élément est fautif quand toutes les personnes qui ont regardé le disent. Là où elles diffèrent,
ou si l'une ne peut pas dire, il reste ouvert. L'intervalle commence où commence celui de Wilson si tous les éléments
ouverts étaient en règle, et finit où il finit si tous étaient fautifs.

À quoi cela sert : qui choisit ce qui est regardé choisit ce qui est trouvé. Ici ni l'opérateur, ni l'auditeur, ni ce
site ne choisit, et chacun refait le tirage d'une ligne, dans n'importe quel langage.

Ce qui lui échappe : qui tient le registre décide de ce qui entre d'autre dans un point de contrôle, et pourrait en
préparer plusieurs avant d'en montrer un à un témoin. Un témoin ne signe qu'un seul registre, il faut donc choisir
avant de l'interroger ; plusieurs témoins rendent cela plus difficile, pas impossible. Ce qui n'a jamais été inscrit
n'est dans aucune liste. Des auditeurs peuvent se tromper ensemble.

Sources : C2SP tlog-witness pour les points de contrôle ; Cordero, Wagner et Dill (2006) sur les tirages que chacun
refait ; Wilson (1927).
""",
    "jury": """
Un jury : qui peut y siéger, comment il est tiré et équilibré, quand il a répondu, et ce qu'il répond.

Ce que c'est : après la réponse à un recours, l'auteur ou une personne qui a signalé peut demander une fois un jury.
Toutes les personnes qui peuvent être tirées sont sur une liste dont l'empreinte va d'abord au registre public. La
graine est le premier point de contrôle de ce registre que des témoins ont signé ensuite. Le tirage est celui des
audits : chaque nom reçoit un sort, les plus bas viennent d'abord. Cinq membres de l'espace sont tirés, et deux
personnes qui aident en ce moment sur son thème, là où il y en a.

Qui peut siéger : des membres depuis un mois qui ont écrit dans l'espace. Ni l'auteur, ni une personne qui a signalé,
ni quelqu'un qui leur est lié ; personne qui ait décidé du dossier, y tienne un mandat, ou parle pour ce dont il
s'agit. Une place par personne.

Équilibre : des cinq membres, trois au plus sont expérimentés, et trois au plus ne le sont pas. Deux au plus ont vu
leurs propres mots restreints, deux au plus ont signalé d'autres. La place suivante va au sort le plus bas avec lequel
cinq personnes peuvent encore siéger en équilibre. Là où la liste est trop courte pour cela, on le dit, et le sort
suivant qui y contrevient le moins siège. Qui refuse, ou se tait quatre jours, laisse la place au prochain sort de la
même manière.

La réponse : chaque personne vote seule pour une mesure, et dit pourquoi. La réponse du jury est la mesure la plus
stricte que plus de la moitié des votes prendraient au moins ; à parts égales, la plus douce. Plus de la moitié des
places doivent voter. Sinon, après quatorze jours, ce qui était masqué est montré de nouveau, sauf si une autorité l'a
ordonné.

Parti pris : dans chaque groupe, la part des votes du côté de l'auteur : une mesure plus douce que celle qui est
contestée, ou aucune. L'intervalle est celui de Wilson. Un groupe de moins de trente votes n'est pas jugé.

À quoi cela sert : qui décide seul peut se tromper seul, et l'on accepte mieux ce que ses pairs ont pesé. Les jurés
penchent vers les leurs ; l'expérience y met presque fin, de plus grands jurys non. Le jury est donc mêlé, et formé.

Ce qui lui échappe : les côtés ne sont connus que par ce qui fut signalé et décidé ici. Des personnes peuvent se
connaître ailleurs, et ne pas le dire. Un jury peut se tromper ensemble ; il juge ce qu'on lui montre, jamais ce que
les règles devraient être.

Sources : Kwan, Yang et Zhang (2024) sur les jurés d'une place de marché ; Fan et Zhang (2020) et Pan et d'autres (2022)
sur la légitimité des jurys ; Wilson (1927).
""",
    "conversion": """
Conversion : pour quoi compte dans un espace un statut acquis dans un autre, selon le tableau que le second a publié.

Ce que c'est : une lecture de tableau. L'espace qui reçoit écrit pour quel échelon de sa propre échelle compte chaque
échelon de l'autre, thème par thème, avec un plafond, un nombre de conversions par jour et une ancienneté. Parmi les
lignes qui sont au niveau de ce que quelqu'un a acquis, ou plus bas, on prend la plus haute, et jamais plus que le
plafond. Un thème absent du tableau ne donne rien.

Ce qui s'exporte : seulement ce qui a été acquis par sa propre activité. Ce qui a été converti ou parrainé ne se
convertit plus : il y a une étape, et pas de seconde.

Ce que cela borne : aucune ligne ne peut compter pour un échelon plus haut, depuis le plus bas, que celui qu'elle a
là-bas ; aucun chemin de conversions, aucun cercle d'espaces n'élève donc quoi que ce soit. Si une échelle a changé
depuis que le tableau a été écrit, la place de la ligne dans l'échelle d'aujourd'hui est un plafond de plus. Un espace
tombé aux mains de gens mal intentionnés ajoute au plus son nombre par jour à chaque espace qui le reconnaît.

Pour combien de temps : ce qui a été converti vit autant que sa source, et au plus pour l'ancienneté du tableau. Quand
la source baisse, ce pour quoi elle compte baisse avec elle, ou prend fin ; cela ne monte jamais de soi-même. Un
changement qui retire quelque chose s'applique après quinze jours, un premier tableau tout de suite.

À quoi cela sert : qui a été utile quelque part n'a pas à recommencer de rien ailleurs, et cet ailleurs décide de ce
qu'il croit, en des mots que tout le monde lit.

Ce qui lui échappe : deux échelles qui ont les mêmes mots peuvent demander autre chose ; un tableau dit ce que croit un
espace, pas ce qui est vrai. Ce que sont devenues les personnes arrivées ainsi est publié à côté.

Sources : texte fondateur de ce site sur les passerelles entre communautés ; une seule étape et un quota, comme bornes
qu'une personne peut lire. """,
    "gateway_outcome": """ Suite d'une passerelle : ce que sont devenues les personnes
arrivées par une conversion, en part, et avec quelle sûreté.

Ce que c'est : parmi les personnes dont un espace a repris le statut d'un autre, il y a trente jours ou plus, la part
de celles qui ont été sanctionnées ensuite dans l'espace qui reçoit, après une décision qui tient. Avec elle vient
l'intervalle où se trouve la vraie part dix-neuf fois sur vingt (Wilson). En dessous de dix personnes, rien n'est dit :
la part de peu de personnes est du bruit, et pourrait désigner quelqu'un.

À quoi cela sert : un tableau de reconnaissances est une promesse sur des personnes que nul ne connaît encore ici. Qui
l'a écrit, et qui pense en écrire un, voit ce qu'il en est advenu.

Ce qui lui échappe : ce que personne n'a signalé, les personnes parties, et ce qu'elles auraient fait sans statut. Peu
de sanctions peut aussi vouloir dire qu'un espace détourne les yeux.

Sources : Wilson (1927).
""",
    "open_vote": """
Un vote ouvert : comment on propose un changement à une règle, comment on vote, et ce que fait le vote.

Ce que c'est : qui a sa place dans un espace propose d'autres mots pour une règle de son opérateur ou de ce site ; qui
a sa place dans un espace quelconque, pour un critère du label. On en parle une semaine, puis toutes les personnes qui
avaient leur place avant la proposition votent pendant deux semaines. Une personne a une voix, pour, contre ou ni l'un
ni l'autre, et peut la changer jusqu'à la fin. Personne ne lit un vote, et aucun chiffre n'est dit avant la fin, sinon
combien de personnes ont voté, trois à la fois.

Comment on compte : un vote est entendu quand assez de personnes ont voté : la racine carrée du nombre de celles qui
le peuvent, et cinq au moins. En dessous, ce qu'elles ont voté n'est pas publié, pour que personne ne soit reconnu.
Entendu, il l'emporte quand plus de personnes sont pour que contre ; autant de pour que de contre n'emporte rien.

Ce que cela fait : le vote conseille. S'il l'emporte, qui peut changer la règle décide dans le mois, en public, avec
ses motifs, et peut décider autrement : ici les noms sont gratuits, et qui amène beaucoup de comptes ne doit pas
écrire la loi. Ce qui ne l'emporte pas n'est pas décidé. Quand la règle a changé entre-temps, la proposition prend fin
: elle portait sur d'autres mots.

À quoi cela sert : des règles qui obligent des personnes sont lues par elles et pourraient en être meilleures. Qui
peut refuser doit dire pourquoi.

Ce qui lui échappe : un nom suffit pour voter, une personne patiente peut donc avoir plusieurs voix ; avoir eu sa
place dans un espace avant la proposition rend cela lent, pas impossible. Peu de personnes votent sur des règles, et
elles ne ressemblent pas aux autres.

Sources : Penrose (1946) pour la racine carrée ; Ostrom (1990) sur la part que prennent à leurs règles les personnes
qu'elles obligent.
""",
}

MEANINGS = {
    "review_suspicion": {
        "THRESHOLD": "score à partir duquel une personne est invitée à regarder",
        "BASE": "d'où part tout avis : le logarithme des chances d'un sur quatre",
        "SPACE_MINIMUM": "avis qu'un espace doit avoir avant que l'on compare",
        "SUBJECT_MINIMUM": "autres avis que son objet doit avoir",
        "DRAW_TO_POOLED": "les parts comptent comme si autant d'avis de plus venaient de tous les espaces ensemble",
        "DRAW_TO_PRIOR": "et celles-ci, comme si autant venaient des parts publiées ci-dessous",
        "RAREST, COMMONEST": "bornes de −ln(part) − 1",
        "DEVIATION_EDGES": "tranches de l'écart avec ce qu'on attendait, en millièmes",
        "DEVIATION_SHARES": "et les parts supposées avant toute donnée",
        "INDICATIONS": "ce qui est comparé avec l'espace : pente du poids, bords des tranches, et parts supposées "
        "avant toute donnée ; tout va de l'ordinaire à l'inhabituel",
        "SAME_TEXT_FROM": "au-dessous de cette ressemblance, deux textes parlent simplement de la même chose",
        "SAME_TEXT, SAME_TEXT_EACH, SAME_TEXT_MOST": "une copie entière ; par doublement des copies ; au plus",
        "LINK_WEIGHTS": "un lien déclaré : chacun le voit, il compte donc peu",
        "HISTORY, HISTORY_DAYS": "pour une longue histoire ; atteint après deux ans ici",
        "BREADTH, BREADTH_SUBJECTS": "pour des avis sur plusieurs objets ; atteint à 32",
        "PROOF": "pour une expérience vérifiée",
        "BY_ACCIDENT": "nombre d'avis d'un auteur à partir duquel « company » et « camp » pèsent moins, en proportion",
        "PATTERNS": "motifs que personne n'a étiquetés : ce que pèse le premier de ces comptes ou avis, et tous "
        "ensemble au plus ; chaque doublement pèse autant que le premier. Le poids de la façon d'écrire et des mots de "
        "marchandage est sur leurs propres pages",
        "SUPPOSED": "part des avis supposée montrer chaque motif avant tout compte",
        "CLEAR_UP_TO": "un score jusque-là n'a rien d'inhabituel, tant que trop peu de faux avis sont connus pour "
        "mieux dire",
    },
    "review_facts": {
        "DRAW_TO_SPACE": "la moyenne d'un objet compte comme s'il avait autant d'avis de plus à la moyenne de l'espace",
        "LOW_UP_TO, HIGH_FROM": "bords de l'échelle de 0 à 1000",
        "WEEK_DAYS": "jours d'une semaine : ce jour et les six d'avant",
        "MOST_SUBJECTS": "les objets différents d'un auteur sont comptés jusque-là",
        "PRIOR_MEAN, PRIOR_WEIGHT": "un espace vide attend le milieu de l'échelle, comme d'après deux avis",
    },
    "review_history": {},
    "bargain_words": {
        "THREAT": "poids des mots de marchandage de l'auteur",
        "THREAT_CHANGED": "de plus, quand la note a été changée après la publication de l'avis",
        "TOLD": "part des deux qui compte quand seule l'autre partie le dit",
        "LONGEST": "lettres lues d'un texte",
        "BETWEEN": "mots qui peuvent séparer un verbe de ce dont il parle",
        "STARS": "comment on nomme ce avec quoi l'on marchande",
        "TAKE_BACK": "« je retire, je change »",
        "LEAVE": "« je laisserai un avis »",
        "BAD": "ce qu'on appelle mauvais",
        "RUIN": "ce que risque le professionnel, sans qu'un avis soit nommé",
        "DEMAND_OR": "« remboursez-moi ou les étoiles baissent »",
        "TO_YOU": "une condition posée au professionnel",
        "CONDITION": "toute condition",
        "ADVANTAGE": "l'avantage demandé",
        "DENIAL": "qui le dit ne demande rien",
        "ALLEGED": "ce que l'autre partie appelle une menace",
        "NOT_ALLEGED": "quand elle dit qu'il n'y en a pas eu",
        "OTHERWISE": "vont avec ce qui précède",
    },
    "review_company": {
        "NEAR_DAYS": "deux avis d'un objet sont proches jusque-là,",
        "NEAR_REVIEWS": "s'ils sont à autant de places au plus l'un de l'autre parmi les avis de l'objet",
        "LATEST": "avis d'un auteur que l'on regarde",
        "ONE_BREATH_DAYS": "l'éloge d'une maison et le blâme d'une autre sont d'un seul bord quand ils sont aussi "
        "proches",
    },
    "learned_suspicion": {
        "LEAST_DECISIONS": "avis décidés avant d'apprendre quoi que ce soit",
        "STEPS_FROM": "avis décidés, sans les témoins, avant qu'un indice puisse recevoir des marches",
        "LEAST_OF_EACH": "de chaque verdict, dans la partie qui forme et dans celle qui compare",
        "TRAINED_ON": "la part la plus ancienne des décisions, qui forme le candidat",
        "MARGIN": "de précision moyenne qu'un candidat doit gagner sur les décisions suivantes",
        "PULL": "force qui rapproche les facteurs les uns des autres, en décisions par écart type",
        "MOST_FACTOR": "un indice pèse au plus tant de fois son poids du premier jour",
        "MOST_STANDS_FOR": "avis qu'une décision représente au plus : quelques-unes ne doivent pas parler pour cent",
        "PULL_OF_SCALE": "ramène l'échelle commune vers un, en décisions",
        "ROUNDS": "combien de questions on pose",
        "RATE": "ce qu'on garde de chaque réponse",
        "STEPS": "un indice a au plus tant de marches (15 niveaux)",
        "LEAST_IN_STEP": "décisions de chaque côté d'une marche",
        "PULL_OF_STEPS": "ramène les marches vers rien, comme si tant d'avis indécis étaient de chaque côté",
        "MOST_OF_PERSON": "part de toutes les décisions que peuvent faire celles d'une personne,",
        "MOST_OF_DAY": "celles d'une personne en un jour,",
        "MOST_OF_SUBJECT": "et celles sur un même objet ;",
        "MOST_CONTRADICTED": "part de doubles lectures contradictoires jusqu'où l'on corrige",
        "LEAST_READ_TWICE": "doubles lectures sans contradiction supposées avant toute autre",
        "MOST_SURPRISE": "écarts types dont les verdicts d'une personne peuvent s'éloigner de ce que toutes les "
        "décisions apprennent",
        "LEAST_CAP": "mais jamais moins que tant de décisions",
    },
    "suspicion_chance": {
        "KNEE": "le score où les deux droites se rejoignent",
        "FIRST_DAY_SLOPES": "pentes supposées au-dessous et au-dessus, pour le score du premier jour",
        "LEARNED_SLOPES": "pentes supposées pour un score appris des décisions",
        "SLOPES_OFF": "de combien on suppose que les vraies pentes s'en écartent (écart type)",
        "SUPPOSED_SHARE": "part d'avis faux, avant toute décision",
        "SHARE_OFF": "de combien on suppose fausse cette part, en logarithme des chances (écart type) : un sur vingt à "
        "un sur cinq",
        "OLDER_COUNTS": "ce que compte une décision dont l'avis est de la moitié ancienne du passé",
        "AUDITS_MINIMUM": "avis tirés au sort et lus à l'aveugle avant de donner une chance",
    },
    "conformal": {
        "RATE": "part des avis sincères d'un groupe qu'on accepte de déranger",
        "EXCESS": "avec peu d'avis passés : combien de fois cette part peut être atteinte au plus,",
        "DOUBT": "sauf avec cette probabilité",
        "MOST_CHANCE": "un avis sans décision compte au moins pour un demi-avis sincère, quel que soit son score",
        "LARGE_FROM": "avis à partir desquels un espace est grand",
        "WAVE_SAMPLE": "avis d'un objet et d'un bord présentés un par un à une personne,",
        "WAVE_DAYS": "en tant de jours",
    },
    "canary": {
        "MOST_RISE": "de la part d'avis sincères marqués, dans un groupe",
        "CHANCE": "écarts types qu'une hausse doit dépasser pour compter",
        "SURGE_FLAGS": "marques qu'un objet doit gagner",
        "SURGE_TIMES": "et combien de fois plus qu'avant il doit alors en avoir",
    },
    "review_graph": {
        "MOST": "logarithme des chances : le plus que les autres avis d'un auteur disent de l'un d'eux, pour ou contre",
        "NEUTRAL": "avis neutres que chaque objet est supposé avoir en plus",
        "COMPANY": "part de la moyenne de la compagnie qui s'ajoute",
        "AUTHOR_APART": "dans la voie longue : à quel point il est rare qu'un avis ne soit pas ce qu'est son auteur",
        "SUBJECT_APART": "de même pour son objet",
        "SETTLED": "des messages qui bougent de moins que cela, en logarithme des chances, restent comme ils sont",
        "ROUNDS": "tours, au plus",
    },
    "near_duplicates": {
        "RUN": "lettres d'une suite",
        "PLACES": "places d'une signature",
        "BANDS": "groupes de places qu'une recherche compare",
        "SHORTEST": "lettres qu'un texte doit avoir pour être comparé",
        "ALIKE_FROM": "deux textes comptent comme presque les mêmes à partir de là",
        "LONGEST": "lettres lues d'un texte",
    },
    "deceptive_wording": {
        "CAP": "logarithme des chances : le plus que les mots puissent dire, pour ou contre",
        "VOTE": "part du logarithme des chances qui compte",
        "WORDS_MINIMUM": "mots d'au moins deux lettres qu'un texte doit avoir pour obtenir une voix",
        "LABELS_MINIMUM": "textes étiquetés de chaque sorte, au moins, avant d'apprendre quoi que ce soit",
        "LONGEST": "lettres lues d'un texte",
        "FOLDS": "parts dans lesquelles les textes étiquetés sont lus par des lectures qui ne les ont pas vus, pour "
        "fixer l'échelle",
        "SMOOTHING": "nombre de fois que chaque expression est supposée s'être trouvée dans chaque sorte avant tout "
        "compte (Bayes naïf)",
        "CHOICE_SMOOTHING": "de même, pour la troisième lecture",
        "CHOICE_STRENGTH": "avec quelle liberté la troisième lecture choisit (inverse de la pénalité L2)",
    },
    "site_wording": {
        "PLACES": "places pour les mots, et autant pour les lettres",
        "RUNS": "lettres d'une suite",
        "SHARED_BY": "auteurs dont les textes doivent avoir employé une place avant qu'elle garde un poids",
        "SMOOTHING": "emploi supposé de chaque place dans chaque sorte avant tout compte",
        "STRENGTH": "avec quelle liberté la régression choisit (inverse de la pénalité L2)",
        "FOLDS": "parts dans lesquelles les textes sont lus par des poids qui ne les ont pas vus, pour fixer l'échelle",
    },
    "rating_network": {
        "NEUTRAL": "la moyenne des notes des autres compte comme s'il y avait autant de notes nulles de plus",
        "FAR": "une note à cette distance de la moyenne des autres est en désaccord avec eux",
        "EXTREME": "une note aussi près d'un bout de l'échelle est extrême",
        "MILD": "une note aussi près du milieu est modérée",
        "USUAL_DISTANCE, USUAL_RATINGS": "un compte est supposé à cette distance des autres, sur autant de notes",
        "LEAST_DISTANCE": "ajouté avant de diviser : nul n'est entendu sans limite",
        "LABELS_MINIMUM": "comptes étiquetés de chaque sorte, au moins, avant d'apprendre quoi que ce soit",
        "FREEDOM": "avec quelle liberté la régression logistique choisit (inverse de la pénalité L2), sauf indication",
        "HEARSAY": "un compte inconnu vaut tant de fois ce que disent de lui ses propres notes aux comptes connus",
        "FEATURES": "les chiffres, et si davantage de l'un ne peut qu'élever (1) ou qu'abaisser (−1) le logarithme des "
        "chances ; 0 là où les étiquettes décident",
    },
    "apomediary": {
        "HALF_LIFE": "jours après lesquels une réponse compte pour moitié",
        "THANKS": "poids de ln(1 + mercis)",
        "BELOW_ZERO": "retiré pour une réponse dont le score est sous zéro",
        "ANSWER": "poids de toute réponse",
        "UNSOLVED": "ajouté à ce poids là où aucune question n'est jamais marquée comme résolue",
        "PRESENCE": "jours après lesquels une réponse compte pour moitié quand il s'agit de qui est là maintenant",
        "BACK_OFF": "part de la somme courte de tout l'espace qui compte sur chaque sujet",
        "LISTED_FROM": "force à partir de laquelle quelqu'un est suggéré",
        "WINDOW": "jours dont parle l'explication",
        "QUALITY_HALF_LIFE": "de même, pour la fréquence des meilleures réponses",
        "QUALITY_BEST, QUALITY_ANSWERS": "ce qu'on suppose avant toute réponse : 0,9 meilleure sur 3",
        "THANKED, THANKED_ANSWERS": "poids des mercis moyens dans le jugement ; réponses qui les rapprochent de rien",
        "ALIKE_HALF_LIFE": "jours après lesquels une réponse à une question ressemblante compte pour moitié",
        "ALIKE_WITHIN": "jours de réponses regardés pour cela",
        "LEAST_HELP, LEAST_THERE, LEAST_ALIKE": "ajoutés, pour que manquer d'un des trois n'écarte personne",
        "WORD, STEM": "lettres qu'un mot a au moins ; lettres qui en comptent",
        "LEAST_SOLVED": "part de questions résolues supposée au moins, là où presque aucune ne l'est",
        "INTERVAL": "probabilité que le taux soit dans son intervalle",
        "RISING_BEST, USUAL": "meilleures réponses qu'il faut pour émerger ; nombre de personnes dites habituelles",
    },
    "earned_status": {
        "HALF_LIFE": "jours après lesquels un retour compte pour moitié",
        "GIVER_WINDOW": "jours pendant lesquels une personne compte au plus pour une unité",
        "GIVER_YEAR": "jours pendant lesquels une personne compte parmi celles qu'un niveau demande",
        "FULL, PARTIAL": "unités d'une personne qui a un statut ou un échange vérifié ; de toute autre, au plus",
        "SETTLED": "jours après lesquels un retour favorable de cette autre compte pour la moitié de cela",
        "FOUNDERS": "premiers membres d'un espace, qui comptent en plein avant que personne n'ait rien acquis",
        "SIZE_POWER": "la part de sa taille, de 0 à 1, pour laquelle un retour compte",
        "BEFORE_FOR, BEFORE_AGAINST": "ce qu'on suppose avant tout retour, pour la valeur prudente",
        "SEVERE": "indulgence sous laquelle les retours défavorables comptent moins, en proportion",
        "LENIENT_FOR, LENIENT_AGAINST": "ce qu'on suppose d'une personne avant tout retour de sa part",
        "MARK_HALF_LIFE": "jours après lesquels la marque d'un parrainage qui a mal tourné compte pour moitié",
        "MARK_LEVELS": "niveaux que toutes les marques ensemble peuvent abaisser",
        "EXPECT_FOR, EXPECT_AGAINST": "ce qu'on suppose avant tout retour, pour la part attendue",
        "LATELY, LATELY_SHARE": "demi-vie en jours des dernières semaines, et leur part dans la part attendue",
        "OWN_SHARE": "part de ce qu'on attend de la personne qui parle, quand on la connaît",
        "ANSWERED": "logarithme des chances qu'un retour ressemble à celui que cette personne avait reçu de l'autre",
        "LEVELS": "l'échelle de départ d'un espace (valeur prudente, personnes) ; il peut en publier une autre",
    },
    "referral": {
        "REFERRERS": "personnes différentes qui parrainent",
        "TOGETHER": "jours en moins desquels elles le font",
        "SLOTS": "personnes nouvelles dont on peut répondre à la fois",
        "OCCUPIED": "jours pendant lesquels une place est prise au moins",
        "PROVISIONAL": "jours que porte un parrainage, à partir du second",
        "GIVERS, AGAINST": "qui peut parrainer : avoir aidé autant de personnes, dont au plus cette part contre soi",
        "MARK": "unités défavorables que coûte une sanction à chaque personne qui a parrainé",
        "MARK_HALF_LIFE": "jours après lesquels la marque compte pour moitié",
        "ANSWERS_FOR": "jours après un parrainage pendant lesquels une sanction de la personne parrainée compte",
        "SUSPENDED_BY, SUSPENDED_DAYS": "marques, en autant de jours, qui suspendent le droit de parrainer",
    },
    "surge": {
        "LOOK_MINUTES": "minutes entre deux regards",
        "SHORT_HOURS, LONG_HOURS": "heures des deux fenêtres, qui glissent : elles finissent à chaque regard",
        "POSSIBLE_SHORT, POSSIBLE_LONG": "voix indépendantes à partir desquelles une vague est possible, dans l'une ou "
        "l'autre fenêtre",
        "CONFIRMED_SHORT, CONFIRMED_LONG": "voix indépendantes à partir desquelles elle est confirmée, dans l'une ou "
        "l'autre fenêtre,",
        "CONFIRMED_KNOWN": "autant d'entre elles étant de membres déjà actifs dans cet espace,",
        "UNUSUAL_ONE_IN": "et tant de voix étant plus rares qu’une chance sur autant",
        "LASTS_HOURS": "heures que dure un état après le dernier regard qui l'a atteint",
        "BASELINE_WEEKS": "semaines du passé qui disent ce qui est habituel",
        "PRIOR_RATE": "voix par heure d'un opérateur dont on ne sait rien,",
        "PRIOR_WEEKS": "comme si l'on avait vu autant de semaines",
        "LIKE_THE_MEAN_WEEKS": "semaines après lesquelles une heure de la semaine parle plus pour elle-même que la "
        "moyenne de l'opérateur",
        "HOUR_AT_MOST, HOUR_TIMES_MEAN": "une heure du passé compte au plus autant de voix, ou autant de fois la "
        "moyenne",
        "BUNCHING": "forme de la loi binomiale négative : plus elle est petite, plus les voix viennent en grappes",
        "HOURS_OF_WEEK": "heures d'une semaine",
    },
    "clusters": {
        "SAME_BLOCK_DAYS": "jours pendant lesquels des voix d'un même bloc, sans activité plus ancienne ici, sont "
        "réunies",
        "SAME_WORDING_DAYS": "jours pendant lesquels des mots presque identiques réunissent des voix",
        "ALIKE_FROM": "ressemblance à partir de laquelle des mots sont presque les mêmes",
        "BLOCK_MEMBERS": "voix de membres déjà actifs ici, d'un même bloc en un jour, qui comptent chacune",
        "CREATED_MINUTES": "minutes en deçà desquelles deux comptes sans activité plus ancienne ici ont été créés "
        "ensemble",
        "OVER_FULL_FROM": "voix à partir desquelles une grappe marque l'alerte comme à examiner",
        "BLOCK_DAILY": "voix sans compte d'un même bloc en un jour ; les suivantes le disent",
    },
    "public_counts": {
        "BATCH_FROM": "voix nouvelles qu'un lot doit avoir",
        "HIDES_AMONG": "personnes parmi lesquelles chaque voix doit se cacher",
    },
    "review_order": {
        "ORDERS": "chaque choix de qui lit, et les chiffres qu'il suit, tels que les listes les publient ; « - » du "
        "haut vers le bas",
        "USUAL": "l'ordre de qui n'a rien choisi",
    },
    "sentence_diff": {
        "PAIRED_FROM": "part de mots communs à partir de laquelle deux phrases sont une phrase modifiée",
        "SMALL": "couples de phrases comparés un à un",
        "REACH": "au-delà, jusqu'où l'on cherche une phrase modifiée",
        "LONGEST_BY_WORD": "mots d'une phrase comparés un à un",
        "ABBREVIATIONS": "mots dont le point ne finit pas une phrase",
    },
    "change_class": {
        "LONG_FROM": "mots d'une phrase dont l'arrivée ou le départ est de fond",
        "REWRITTEN_FROM": "part des mots d'une phrase qui diffèrent",
        "UPDATE_LINE_AT_MOST": "mots de la ligne qui dit quand le texte a été mis à jour",
        "NOTICE_AT_MOST": "mots d'une phrase qui ne dit que l'existence d'une mise à jour",
        "WEIGHTY": "mots qui obligent, permettent, refusent, posent une condition, un délai ou un nombre",
        "COMPANIES": "formes de société : avec une autre, quelqu'un d'autre est lié",
    },
    "clause_anchors": {
        "LIKE_FROM": "part de mots communs à partir de laquelle deux phrases sont la même clause, reformulée",
        "LIKE_BETWEEN_FROM": "la même, quand les deux voisines n'ont pas changé",
        "GONE_FROM": "la même, quand ses voisines se suivent désormais : elle a sans doute été retirée",
        "COMMON_FROM": "part des phrases du texte où figure un mot pour qu'il soit courant",
        "COMMON_COUNTS": "ce que compte un mot courant, à côté de 1",
        "HELD_FROM": "part de la phrase la plus courte qui figure dans la plus longue : réunie ou coupée",
        "HELD_WORDS": "mots de la phrase la plus courte, pour cela",
        "WORDS_FROM": "mots d'une phrase qu'on peut ancrer : moins en disent trop peu pour être retrouvés",
        "NEIGHBOUR": "ce qu'ajoute une voisine inchangée quand deux phrases lui ressemblent autant",
        "HEADING": "ce qu'ajoute le même titre",
        "DISTANCE": "ce qu'ajoute la même hauteur dans le texte, au plus",
        "CLEAR_BY": "de combien la première doit l'emporter, sans quoi une personne regarde",
        "CANDIDATES": "phrases comparées mot par mot",
    },
    "priority": {
        "HARM": "dommage par règle invoquée, ou par ce qui a amené le dossier quand il n'y a pas de règle",
        "OTHER_HARM": "un motif que la table ne connaît pas",
        "HEAVY": "dommage à partir duquel un dossier compte dans la limite que l'on se fixe pour un jour",
        "CIRCLE_OF_MOST": "personnes ayant écrit là en trente jours à partir desquelles l'exposition vaut un",
        "LEAST_EXPOSURE": "exposition d'un endroit où personne d'autre n'a écrit, ou de ce qui est masqué",
        "LEAST_UNCERTAINTY": "incertitude d'un score loin de son seuil",
        "TWO_VOICES": "poids de tous les signalements ensemble à partir duquel l'incertitude vaut un : celui de deux "
        "personnes encore inconnues",
        "WITHOUT_SCORE": "incertitude quand un seul signalement parle, sans score",
        "DISTANCE": "distance au seuil (logarithme des chances) à laquelle un score laisse peu de doute",
        "OVERDUE": "ajouté une fois l'échéance passée",
    },
    "denunciation": {
        "BASE": "d'où part tout signalement : le logarithme des chances d'un sur dix",
        "UNFOUNDED, UNFOUNDED_MOST": "par doublement des signalements de cette cible non retenus ; au plus",
        "TOGETHER, TOGETHER_MOST": "par doublement des autres, jamais suivis, sur cette cible la même semaine ; au "
        "plus",
        "UPHELD": "par doublement des signalements retenus",
        "BREADTH": "par doublement des autres cibles",
        "LATEST": "signalements décidés d'une personne que l'on regarde",
        "LEAST_DECIDED": "signalements décidés avant de dire quoi que ce soit d'une personne",
        "WEEK_DAYS": "les autres comptent dans autant de jours avant le signalement",
        "TOLD_FROM": "un score à partir de là est dit à qui lit le signalement",
    },
    "report_weight": {
        "PRIOR": "signalements décidés que l'on suppose avant qu'aucun le soit",
        "PRIOR_UPHELD": "part de ceux-ci que l'on suppose retenue",
        "FEW": "signalements décidés en deçà desquels les chiffres disent peu",
    },
    "error_rates": {
        "AUDITS_MINIMUM": "avis décidés que chaque côté doit avoir",
        "ONE_PART": "erreurs types de part et d'autre : 95 fois sur 100",
        "TWO_PARTS": "erreurs types de chacune des deux parts : 97,5 fois sur 100 chacune, 95 fois sur 100 ensemble",
    },
    "decision_figures": {
        "DECISIONS_MINIMUM": "décisions que doit avoir une part, ou un côté d'un rapport",
        "ERRORS": "erreurs types de part et d'autre : 95 fois sur 100",
        "HALF": "ajouté à chacun des quatre comptes d'un rapport, pour qu'aucun ne soit nul",
        "LOW_UP_TO, HIGH_FROM": "étoiles d'un avis défavorable au plus ; d'un avis favorable au moins",
        "TEAM_MINIMUM": "personnes qui ont décidé avant qu'on dise le milieu d'une équipe : à moins, on devinerait qui "
        "a fait quoi",
    },
    "like_cases": {
        "ALIKE_FROM": "part de suites communes à partir de laquelle deux textes sont presque les mêmes",
        "JOINED_FROM": "la même, quand un auteur, un signalement ou un jour les joint",
        "JOINED_HOURS": "heures entre deux éléments qui les joignent",
        "MEMBERS_MOST": "éléments d'une grappe, pour que tout se décide et s'annule d'un coup ; le suivant en commence "
        "une autre",
        "SAMPLE_LEAST": "éléments à ouvrir avant de les décider tous",
        "SAMPLE_ONE_IN": "d'une grande grappe, un élément sur tant",
    },
    "double_reading": {
        "READINGS_MINIMUM": "lectures qu'il faut de chaque côté avant que rien soit dit",
    },
    "audit_sample": {
        "LARGEST_SAMPLE": "éléments qu'une personne peut regarder avec soin",
        "ROTATE": "audits du même opérateur que quelqu'un laisse passer après un des siens",
    },
    "jury": {
        "MEMBERS": "membres de l'espace qui sont tirés",
        "HELPERS": "personnes qui aident sur le thème qui sont tirées",
        "LEAST_MEMBERS": "membres sans lesquels il n'y a pas de jury",
        "MOST_ALIKE": "membres expérimentés au plus, et autant qui ne le sont pas",
        "MOST_OF_A_SIDE": "membres qui furent déjà du côté de l'auteur au plus, et autant du côté de qui signale",
        "MEMBER_DAYS": "jours d'appartenance avant de pouvoir être tiré",
        "EXPERIENCED_TEXTS": "textes dans l'espace à partir desquels on est expérimenté ; ou un vote dans un jury",
        "SILENT_DAYS": "jours pour accepter avant que le sort suivant soit invité",
        "ANSWER_DAYS": "jours de la demande à la réponse",
        "TRAINING": "dossiers d'exercice commentés avant un premier vote",
        "TOLD_FROM": "votes d'un groupe à partir desquels sa part est jugée",
    },
    "conversion": {
        "HOPS": "conversions par lesquelles un statut acquis peut passer",
        "NOTICE_DAYS": "jours avant que s'applique un changement qui retire quelque chose",
        "MOST_A_DAY": "conversions par jour qu'un tableau peut permettre au plus",
        "AGE_LEAST, AGE_MOST": "jours qu'un tableau peut choisir comme plus grande ancienneté",
        "WHOLE": "le sujet d'un statut qui vaut pour tout l'espace",
    },
    "gateway_outcome": {
        "FEW": "personnes en dessous desquelles rien n'est dit",
        "SETTLED_DAYS": "jours que doit avoir une conversion pour être comptée",
    },
    "open_vote": {
        "DISCUSSED_DAYS": "jours où l'on en parle avant le vote",
        "VOTED_DAYS": "jours du vote",
        "DECIDED_DAYS": "jours où se décide une proposition qui l'a emporté",
        "LEAST_QUORUM": "personnes qui doivent voter au moins",
        "TOLD_FROM": "personnes qui doivent avoir voté depuis qu'on a dit combien",
        "BINDING": "si qui peut changer la règle doit suivre le vote",
    },
}

TRANSLATED = {
    "review_suspicion": "45c233c743048564",
    "review_facts": "f1cdb0bbca12cc71",
    "review_history": "e63c76c590145fa5",
    "bargain_words": "a7117e6bcba2df3d",
    "review_company": "5eb5d83ab1b23034",
    "learned_suspicion": "2cdb69a2988fb24d",
    "suspicion_chance": "4da027c0e916564f",
    "conformal": "146d3b8852e57344",
    "canary": "528b366199043f4f",
    "review_graph": "a377de3145ff326b",
    "near_duplicates": "d7bed83fcbf3f913",
    "deceptive_wording": "b57e067466427e70",
    "site_wording": "a90ff08389bd7ca8",
    "rating_network": "89cd9ac656973645",
    "apomediary": "8009659bff07b56a",
    "referral": "b3022d3a66b35adf",
    "earned_status": "e757f4bfdbd0de0a",
    "surge": "8ca9174e582097d2",
    "clusters": "e46556a9a5be64d3",
    "public_counts": "6db2999178d33ac5",
    "review_order": "994abd3749fb88ca",
    "sentence_diff": "6edc24e22bf7305f",
    "change_class": "4d110d5246a0062c",
    "clause_anchors": "ce31223d32fd0450",
    "priority": "dea565f3c45a7325",
    "denunciation": "2e69b33cbc21ca81",
    "report_weight": "f6455aae7a884c25",
    "error_rates": "b3bea12d3cc4264c",
    "double_reading": "ea7725d4170ed17f",
    "decision_figures": "feb72d6692be30cc",
    "like_cases": "20909403f61deb8b",
    "jury": "ab2e02878181cc6c",
    "audit_sample": "19c73fda04a08d2d",
    "conversion": "1f2c829042e9ad92",
    "gateway_outcome": "465694fbacbb7a43",
    "open_vote": "5a454ac7fa1d1ed5",
}
